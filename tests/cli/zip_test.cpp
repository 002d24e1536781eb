// SPDX-License-Identifier: Apache-2.0
// What is written is read back, the same bytes every time; whatever else is read is refused.
#include "compiler/cli/package/zip.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace lintel::testing {
namespace {

using cli::executable_zip;
using cli::read_zip_entry;

const std::string repetitive(100'000, 'x');

std::string noise(std::size_t size) {
  std::string text;
  std::uint32_t state = 1;
  while (text.size() < size) {
    state = state * 1664525u + 1013904223u;
    text += static_cast<char>(state >> 24);
  }
  return text;
}

// Where the central directory starts: after the local header, the name and the packed bytes.
std::size_t directory(const std::string& zip) { return zip.rfind("PK\1\2"); }
std::size_t end_record(const std::string& zip) { return zip.rfind("PK\5\6"); }

std::string why_not(std::string_view zip, std::string_view name = "bootstrap") {
  std::string why;
  const auto content = read_zip_entry(zip, name, why);
  EXPECT_EQ(content.has_value(), why.empty());
  return why;
}

TEST(Zip, WhatIsWrittenIsReadBack) {
  for (const std::string& content : {std::string(), std::string("x"), repetitive, noise(5000)}) {
    std::string why;
    EXPECT_EQ(read_zip_entry(executable_zip("bootstrap", content), "bootstrap", why), content);
    EXPECT_EQ(why, "");
  }
}

TEST(Zip, TheSameContentGivesTheSameBytes) {
  EXPECT_EQ(executable_zip("bootstrap", repetitive), executable_zip("bootstrap", repetitive));
  EXPECT_LT(executable_zip("bootstrap", repetitive).size(), 1000u);
}

TEST(Zip, WhatDoesNotShrinkIsStored) {
  const std::string zip = executable_zip("bootstrap", noise(5000));
  EXPECT_EQ(zip.substr(8, 2), std::string_view("\0\0", 2));
  EXPECT_LT(zip.size(), 5000u + 200u);
}

TEST(Zip, TheEntryIsAnExecutableOf1980) {
  const std::string zip = executable_zip("bootstrap", repetitive);
  EXPECT_EQ(zip.substr(10, 4), std::string_view("\0\0\x21\0", 4));
  const std::size_t at = directory(zip);
  EXPECT_EQ(zip.substr(at + 5, 1), "\3");  // made on UNIX: what follows is a mode
  EXPECT_EQ(zip.substr(at + 38, 4), std::string_view("\0\0\xed\x81", 4));  // 0100755 << 16
}

TEST(Zip, AnEntryThatIsNotThereIsTold) {
  EXPECT_EQ(why_not(executable_zip("index.js", "x")), "it holds no `bootstrap`");
}

TEST(Zip, WhatIsNoZipIsTold) {
  for (const std::string_view text : {"", "x", "PK\5\6", "\177ELF and so on and so on and so on"})
    EXPECT_EQ(why_not(text), "it is no zip file, or a part of one");
}

TEST(Zip, ACommentDoesNotMatter) {
  std::string zip = executable_zip("bootstrap", "x");
  zip[end_record(zip) + 20] = 4;
  zip += "PK\5\6";
  EXPECT_EQ(why_not(zip), "");
}

TEST(Zip, WhatItCannotReadIsTold) {
  const std::string zip = executable_zip("bootstrap", repetitive);
  const std::size_t at = directory(zip);
  const std::size_t end = end_record(zip);
  const auto with = [&](std::size_t place, std::string_view bytes) {
    return std::string(zip).replace(place, bytes.size(), bytes);
  };
  EXPECT_EQ(why_not(with(at + 8, "\1")), "the entry `bootstrap` is encrypted");
  EXPECT_EQ(why_not(with(at + 10, "\x0c")),
            "the entry `bootstrap` is packed by a method that is not read: 12");
  EXPECT_EQ(why_not(with(end + 8, "\xff\xff\xff\xff")), "Zip64 is not read");
  EXPECT_EQ(why_not(with(end + 4, "\1")), "it is one of several parts");
  EXPECT_EQ(why_not(with(at + 24, "\xff\xff\xff\x7f")),
            "the entry `bootstrap` takes 2147483647 bytes; Lambda takes 250000000");
}

TEST(Zip, Zip64IsTold) {
  const std::string zip = executable_zip("bootstrap", "x");
  for (const std::size_t field : {12u, 16u})
    EXPECT_EQ(why_not(std::string(zip).replace(end_record(zip) + field, 4, "\xff\xff\xff\xff")),
              "Zip64 is not read");
}

// Other programs pack even nothing: a block that ends at once.
TEST(Zip, AnEmptyEntryMayBePacked) {
  const auto packed = [](std::string_view bytes) {
    std::string zip = executable_zip("bootstrap", bytes);
    const std::size_t at = directory(zip);
    zip[8] = zip[at + 10] = 8;                      // the method
    zip.replace(at + 16, 4, std::string(4, '\0'));  // the checksum
    zip.replace(at + 24, 4, std::string(4, '\0'));  // the size
    return zip;
  };
  std::string why;
  EXPECT_EQ(read_zip_entry(packed({"\3\0", 2}), "bootstrap", why), "") << why;
  EXPECT_EQ(why_not(packed({"\3\0\0", 3})), "the entry `bootstrap` is damaged");
}

TEST(Zip, AnEntryNeedsRoomBeforeTheDirectory) {
  const std::string zip = executable_zip("bootstrap", "x");
  std::string cut = zip.substr(directory(zip));
  cut.replace(end_record(cut) + 16, 4, std::string(4, '\0'));
  EXPECT_EQ(why_not(cut), "the entry `bootstrap` is damaged");
}

TEST(Zip, DamageIsTold) {
  const std::string zip = executable_zip("bootstrap", repetitive);
  const std::size_t at = directory(zip);
  const std::size_t end = end_record(zip);
  const auto with = [&](std::size_t place, std::string_view bytes) {
    return std::string(zip).replace(place, bytes.size(), bytes);
  };
  const std::string damaged = "the entry `bootstrap` is damaged";
  EXPECT_EQ(why_not(with(0, "x")), damaged);           // signature of the local header
  EXPECT_EQ(why_not(with(8, "\1")), damaged);          // another method there
  EXPECT_EQ(why_not(with(30, "x")), damaged);          // another name there
  EXPECT_EQ(why_not(with(45, "\x7f")), damaged);       // the packed bytes
  EXPECT_EQ(why_not(with(at + 16, "xxxx")), damaged);  // the checksum
  EXPECT_EQ(why_not(with(at + 20, "\1")), damaged);    // the packed size
  EXPECT_EQ(why_not(with(at + 24, "\1")), damaged);    // the size
  EXPECT_EQ(why_not(with(at + 42, "\xff\xff\xff\xff")), damaged);
  EXPECT_EQ(why_not(with(at, "x")), "entry 1 of its directory is damaged");
  EXPECT_EQ(why_not(with(at + 28, "\xff\xff")), "entry 1 of its directory is cut off");
  EXPECT_EQ(why_not(with(end + 16, "\xff\xff\xff\x7f")), "its directory reaches out of the file");
}

// Of Python's zipfile, which cannot go back in its output here: the sizes follow the packed bytes.
constexpr char streamed[] =
    "PK\003\004\024\000\010\000\010\000\000\000\041\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\011\000\000\000bootstrap\053.\051JM\314MMQ\050Fg\000\000PK\007\010"
    "\044\344\003\213\016\000\000\000\032\000\000\000PK\001\002\024\003\024\000\010\000"
    "\010\000\000\000\041\000\044\344\003\213\016\000\000\000\032\000\000\000\011\000"
    "\000\000\000\000\000\000\000\000\000\000\200\001\000\000\000\000bootstrapPK\005\006"
    "\000\000\000\000\001\000\001\0007\000\000\000E\000\000\000\000";

// Likewise, with two stored entries, an extra field and a comment.
constexpr char two_stored[] =
    "PK\003\004\024\000\000\000\000\000\000\000\041\000\200\276Y\246\010\000\000\000\010"
    "\000\000\000\013\000\000\000rules.imagean imagePK\003\004\024\000\000\000\000\000"
    "\000\000\041\000\013\371CV\006\000\000\000\006\000\000\000\011\000\006\000bootst"
    "rap\376\312\002\000abstoredPK\001\002\024\003\024\000\000\000\000\000\000\000\041"
    "\000\200\276Y\246\010\000\000\000\010\000\000\000\013\000\000\000\000\000\000\000"
    "\000\000\000\000\200\001\000\000\000\000rules.imagePK\001\002\024\003\024\000\000"
    "\000\000\000\000\000\041\000\013\371CV\006\000\000\000\006\000\000\000\011\000\006"
    "\000\000\000\000\000\000\000\000\000\200\0011\000\000\000bootstrap\376\312\002\000"
    "abPK\005\006\000\000\000\000\002\000\002\000v\000\000\000d\000\000\000\016\000ma"
    "de elsewhere";

TEST(Zip, OfOtherProgramsIsRead) {
  std::string why;
  // The array ends in a NUL, the second byte of the length of the comment.
  const std::string_view all_streamed(streamed, sizeof streamed);
  EXPECT_EQ(read_zip_entry(all_streamed, "bootstrap", why), "streamed streamed streamed") << why;
  const std::string_view both(two_stored, sizeof two_stored - 1);
  EXPECT_EQ(read_zip_entry(both, "bootstrap", why), "stored") << why;
  EXPECT_EQ(read_zip_entry(both, "rules.image", why), "an image") << why;
}

TEST(Zip, ANameThatStandsTwiceIsTold) {
  const std::string zip = executable_zip("bootstrap", "x");
  const std::size_t at = directory(zip);
  const std::size_t end = end_record(zip);
  const std::string entry = zip.substr(at, end - at);
  std::string twice = zip.substr(0, end) + entry + zip.substr(end);
  twice[end + entry.size() + 8] = 2;
  twice[end + entry.size() + 10] = 2;
  twice[end + entry.size() + 12] = static_cast<char>(2 * entry.size());
  EXPECT_EQ(why_not(twice), "it holds `bootstrap` twice");
}

TEST(Zip, NoChangeOfAByteCrashesOrGoesUnseen) {
  const std::string content = "a bootstrap, a bootstrap, a bootstrap";
  const std::string zip = executable_zip("bootstrap", content);
  for (std::size_t at = 0; at < zip.size(); ++at) {
    std::string why;
    EXPECT_FALSE(read_zip_entry(zip.substr(0, at), "bootstrap", why));
    for (const int bit : {1, 16, 128}) {
      std::string changed = zip;
      changed[at] = static_cast<char>(changed[at] ^ bit);
      const auto read = read_zip_entry(changed, "bootstrap", why);
      if (read) {
        EXPECT_EQ(*read, content);
      }
    }
  }
}

}  // namespace
}  // namespace lintel::testing
