// SPDX-License-Identifier: Apache-2.0
// Reads an event by its phrases (phrase_book.h): one way for each instruction set, and the choice
// between them.
#pragma once

namespace lintel::runtime {

class EventReader;
struct Phrase;

// Reads the event [begin, end), which begins behind `start`, and fills the slots and the reading of
// `reader`. False: the event is none of known phrases with well-formed texts between them, or there
// is no room for a text; then some slots may have been filled.
using PhraseReader = bool (*)(EventReader& reader, Phrase& start, const char* begin,
                              const char* end);

// The fastest one that this build has for this machine. (Blocks of AVX-512 are no faster: phrases
// and texts are short.)
PhraseReader phrase_reader();

// All builds have the first, those for x86-64 the other too.
bool read_phrases(EventReader& reader, Phrase& start, const char* begin, const char* end);
bool read_phrases_avx2(EventReader& reader, Phrase& start, const char* begin, const char* end);

}  // namespace lintel::runtime
