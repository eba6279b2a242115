#include "base/json_writer.hpp"

#include <gtest/gtest.h>

namespace qd {
namespace {

std::string as_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

TEST(JsonWriter, PutsCommasWhereJsonWantsThem) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  json.begin_object().member("a", 1).member("b", "x").key("c").null().end_object();
  json.begin_array().end_array().begin_object().end_object();
  json.value(true).value(std::int64_t{INT64_MIN}).value(std::uint64_t{UINT64_MAX}).raw("1.50");
  json.end_array();
  EXPECT_EQ(out, R"([{"a":1,"b":"x","c":null},[],{},true,-9223372036854775808,18446744073709551615,1.50])");
}

TEST(JsonWriter, PrettyIndentsByTwo) {
  std::string out;
  JsonWriter json(out, true);
  json.begin_object().member("a", 1).key("b").begin_array().value("x").end_array().key("c").begin_array().end_array();
  json.end_object();
  EXPECT_EQ(out, "{\n  \"a\": 1,\n  \"b\": [\n    \"x\"\n  ],\n  \"c\": []\n}");
}

TEST(JsonWriter, GoesOnWhenTheBufferWasTakenAway) {
  std::string out;
  std::string whole;
  JsonWriter json(out);
  json.begin_array();
  for (int i = 0; i < 3; ++i) {
    json.value(i);
    whole += out;
    out.clear();
  }
  json.end_array();
  EXPECT_EQ(whole + out, "[0,1,2]");
}

TEST(JsonString, EscapesWhatMustBe) {
  EXPECT_EQ(as_string("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(as_string("\n\r\t\b\x01\x7F"), R"("\n\r\t\u0008\u0001\u007f")");
  EXPECT_EQ(as_string(std::string_view("\0", 1)), R"("\u0000")");
  EXPECT_EQ(as_string("é€😀"), "\"é€😀\"");
  EXPECT_EQ(as_string(""), "\"\"");
}

TEST(JsonString, CannotEndAScript) { EXPECT_EQ(as_string("</script></"), R"("<\/script><\/")"); }

TEST(JsonString, InvalidBytesAreReplaced) {
  EXPECT_EQ(as_string("a\xFFz\xE2\x82"), "\"a\uFFFDz\uFFFD\uFFFD\"");
  EXPECT_EQ(as_string("\xED\xA0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");
}

}  // namespace
}  // namespace qd
