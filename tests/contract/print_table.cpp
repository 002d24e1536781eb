// SPDX-License-Identifier: Apache-2.0
// Prints what triggers.def says, one fact a line, in the words of the contract test: sources,
// fields of the request and the envelope with type and presence, and fields of the response with
// type.
#include <algorithm>
#include <iostream>
#include <string_view>

#include "compiler/schema.h"

namespace lintel::testing {
namespace {

namespace schema = compiler::schema;

std::string_view type_name(schema::FieldType type) {
  switch (type) {
    case schema::FieldType::flag: return "flag";
    case schema::FieldType::attributes:
    case schema::FieldType::metadata:
    case schema::FieldType::secrets: return "map";
    case schema::FieldType::texts: return "texts";
    case schema::FieldType::records: return "records";
    case schema::FieldType::text:
    case schema::FieldType::email:
    case schema::FieldType::phone: break;
  }
  return "text";
}

std::string_view type_name(image::FieldKind kind) {
  switch (kind) {
    case image::FieldKind::flag: return "flag";
    case image::FieldKind::entries: return "map";
    case image::FieldKind::items: return "texts";
    case image::FieldKind::text:
    case image::FieldKind::dropped:
    case image::FieldKind::kept: break;
  }
  return "text";
}

bool always_sent(const schema::FieldRow& field) {
  return std::all_of(schema::sources().begin(), schema::sources().end(), [&](const auto& source) {
    return source.trigger != field.trigger || schema::always_sent(field, source.name);
  });
}

void print_request(const schema::TriggerRow& trigger) {
  for (const auto& field : schema::fields()) {
    if (field.trigger != trigger.trigger) continue;
    const bool always = always_sent(field);
    std::cout << trigger.name << " " << field.path << " " << type_name(field.type)
              << (always ? "" : " optional") << "\n";
    if (field.type != schema::FieldType::records) continue;
    for (const auto& member : schema::members())
      if (member.field == field.name)
        std::cout << trigger.name << " " << field.path << "." << member.name << " "
                  << type_name(member.type) << " optional\n";
  }
}

void print_response(const schema::TriggerRow& trigger) {
  for (const auto& row : schema::responses()) {
    const bool is_field = &schema::field_of(row) == &row && row.form != schema::Form::dropped &&
                          row.form != schema::Form::kept;
    if (row.trigger == trigger.trigger && is_field)
      std::cout << trigger.name << " response." << row.field << " " << type_name(row.kind) << "\n";
  }
}

}  // namespace
}  // namespace lintel::testing

int main() {
  using namespace lintel;
  for (const auto& field : compiler::schema::fields())
    if (field.trigger == compiler::schema::Trigger::envelope)
      std::cout << "envelope " << field.path << " " << testing::type_name(field.type)
                << (field.presence == compiler::schema::Presence::always ? "" : " optional")
                << "\n";
  for (const auto& trigger : compiler::schema::triggers()) {
    for (const auto& source : compiler::schema::sources())
      if (source.trigger == trigger.trigger)
        std::cout << trigger.name << " source " << source.name << "\n";
    testing::print_request(trigger);
    testing::print_response(trigger);
  }
}
