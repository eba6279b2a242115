// The rules of the Mustache specification, one case each, and what we add to them: names that must exist.
#include "report/mustache.hpp"

#include <gmock/gmock.h>

#include "text/json.hpp"

namespace qd::report {
namespace {

/// HTML's escapes, because the specification's expectations are written in them.
void escape_html(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += c;
    }
  }
}

Value value_of(text::JsonValue json) {
  switch (json.kind()) {
    case text::JsonKind::null:
      return {};
    case text::JsonKind::boolean:
      return json.boolean().value_or(false);
    case text::JsonKind::number:
    case text::JsonKind::string:
      return json.text();
    case text::JsonKind::array: {
      std::vector<Value> elements;
      for (const text::JsonValue element : json) elements.push_back(value_of(element));
      return Value::list(std::move(elements));
    }
    case text::JsonKind::object: {
      std::vector<Value::Member> members;
      for (const text::JsonValue member : json) members.push_back({std::string(member.key()), value_of(member)});
      return Value::object(std::move(members));
    }
  }
  return {};
}

Value data(std::string_view json) {
  const text::SourceText source(json);
  Diagnostics diagnostics;
  const auto parsed = text::parse_json(source, "data.json", diagnostics);
  EXPECT_TRUE(parsed.has_value()) << json;
  return parsed ? value_of(parsed->root()) : Value();
}

struct Case {
  const char* name;
  const char* json;
  const char* source;
  const char* expected;
  std::vector<std::pair<const char*, const char*>> partials = {};
};

class Specification : public testing::TestWithParam<Case> {};

TEST_P(Specification, Holds) {
  Diagnostics diagnostics;
  Partials partials;
  for (const auto& [name, source] : GetParam().partials)
    partials.emplace(name, Template::compile(source, name, diagnostics));
  const Template compiled = Template::compile(GetParam().source, "x.md", diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_EQ(render(compiled, data(GetParam().json), partials, diagnostics, escape_html), GetParam().expected);
}

constexpr auto kName = [](const auto& test) { return std::string(test.param.name); };

const Case kInterpolation[] = {
    {"no_tags", "{}", "Hello from {Mustache}!\n", "Hello from {Mustache}!\n"},
    {"basic", R"({"subject":"world"})", "Hello, {{subject}}!\n", "Hello, world!\n"},
    {"no_reinterpolation", R"({"template":"{{planet}}","planet":"Earth"})", "{{template}}: {{planet}}",
     "{{planet}}: Earth"},
    {"html_escaping", R"({"forbidden":"& \" < >"})", "Escaped: {{forbidden}}\n", "Escaped: &amp; &quot; &lt; &gt;\n"},
    {"triple", R"({"forbidden":"& \" < >"})", "Not: {{{forbidden}}}\n", "Not: & \" < >\n"},
    {"ampersand", R"({"forbidden":"& \" < >"})", "Not: {{&forbidden}}\n", "Not: & \" < >\n"},
    {"integer", R"({"mph":85})", "\"{{mph}} miles\"", "\"85 miles\""},
    {"triple_integer", R"({"mph":85})", "\"{{{mph}}} miles\"", "\"85 miles\""},
    {"ampersand_integer", R"({"mph":85})", "\"{{&mph}} miles\"", "\"85 miles\""},
    {"decimal", R"({"power":1.210})", "{{power}}", "1.210"},
    {"triple_decimal", R"({"power":1.5})", "{{{power}}}", "1.5"},
    {"null", R"({"cannot":null})", "I ({{cannot}}) be seen!", "I () be seen!"},
    {"triple_null", R"({"cannot":null})", "I ({{{cannot}}}) be seen!", "I () be seen!"},
    {"ampersand_null", R"({"cannot":null})", "I ({{&cannot}}) be seen!", "I () be seen!"},
    {"context_miss", "{}", "I ({{cannot}}) be seen!", "I () be seen!"},
    {"triple_context_miss", "{}", "I ({{{cannot}}}) be seen!", "I () be seen!"},
    {"ampersand_context_miss", "{}", "I ({{&cannot}}) be seen!", "I () be seen!"},
    {"dotted", R"({"person":{"name":"Joe"}})", "{{person.name}} == {{#person}}{{name}}{{/person}}", "Joe == Joe"},
    {"triple_dotted", R"({"person":{"name":"Joe"}})", "{{{person.name}}} == {{#person}}{{{name}}}{{/person}}",
     "Joe == Joe"},
    {"ampersand_dotted", R"({"person":{"name":"Joe"}})", "{{&person.name}} == {{#person}}{{&name}}{{/person}}",
     "Joe == Joe"},
    {"dotted_deep", R"({"a":{"b":{"c":{"d":{"e":{"name":"Phil"}}}}}})", "{{a.b.c.d.e.name}} == Phil", "Phil == Phil"},
    {"dotted_broken_chain", R"({"a":{}})", "\"{{a.b.c}}\" == \"\"", "\"\" == \"\""},
    {"dotted_broken_chain_resolution", R"({"a":{"b":{}},"c":{"name":"Jim"}})", "\"{{a.b.c.name}}\"", "\"\""},
    {"dotted_initial_resolution",
     R"({"a":{"b":{"c":{"d":{"e":{"name":"Phil"}}}}},"b":{"c":{"d":{"e":{"name":"Wrong"}}}}})",
     "{{#a}}{{b.c.d.e.name}}{{/a}}", "Phil"},
    {"dotted_context_precedence", R"({"a":{"b":{}},"b":{"c":"ERROR"}})", "{{#a}}{{b.c}}{{/a}}", ""},
    {"dotted_never_single_key", R"({"a.b":"c"})", "{{a.b}}", ""},
    {"dotted_no_masking", R"({"a.b":"c","a":{"b":"d"}})", "{{a.b}}", "d"},
    {"implicit_text", R"("world")", "Hello, {{.}}!", "Hello, world!"},
    {"implicit_escaping", R"("& \" < >")", "{{.}}", "&amp; &quot; &lt; &gt;"},
    {"implicit_triple", R"("& \" < >")", "{{{.}}}", "& \" < >"},
    {"implicit_ampersand", R"("& \" < >")", "{{&.}}", "& \" < >"},
    {"implicit_integer", "85", "\"{{.}} miles\"", "\"85 miles\""},
    {"surrounding_whitespace", R"({"s":"---"})", "| {{s}} |", "| --- |"},
    {"triple_surrounding_whitespace", R"({"s":"---"})", "| {{{s}}} |", "| --- |"},
    {"ampersand_surrounding_whitespace", R"({"s":"---"})", "| {{&s}} |", "| --- |"},
    {"standalone", R"({"s":"---"})", "  {{s}}\n", "  ---\n"},
    {"triple_standalone", R"({"s":"---"})", "  {{{s}}}\n", "  ---\n"},
    {"ampersand_standalone", R"({"s":"---"})", "  {{&s}}\n", "  ---\n"},
    {"padding", R"({"s":"---"})", "|{{ s }}|", "|---|"},
    {"triple_padding", R"({"s":"---"})", "|{{{ s }}}|", "|---|"},
    {"ampersand_padding", R"({"s":"---"})", "|{{& s }}|", "|---|"},
};
INSTANTIATE_TEST_SUITE_P(Interpolation, Specification, testing::ValuesIn(kInterpolation), kName);

const Case kSections[] = {
    {"truthy", R"({"b":true})", "\"{{#b}}This is shown.{{/b}}\"", "\"This is shown.\""},
    {"falsey", R"({"b":false})", "\"{{#b}}Hidden.{{/b}}\"", "\"\""},
    {"null_is_falsey", R"({"n":null})", "\"{{#n}}Hidden.{{/n}}\"", "\"\""},
    {"context", R"({"context":{"name":"Joe"}})", "\"{{#context}}Hi {{name}}.{{/context}}\"", "\"Hi Joe.\""},
    {"parent_contexts", R"({"a":"foo","b":"wrong","sec":{"b":"bar"},"c":{"d":"baz"}})",
     "\"{{#sec}}{{a}}, {{b}}, {{c.d}}{{/sec}}\"", "\"foo, bar, baz\""},
    {"variable_test", R"({"foo":"bar"})", "\"{{#foo}}{{.}} is {{foo}}{{/foo}}\"", "\"bar is bar\""},
    {"list_contexts",
     R"({"tops":[{"tname":{"upper":"A","lower":"a"},"middles":[{"mname":"1","bottoms":[{"bname":"x"},{"bname":"y"}]}]}]})",
     "{{#tops}}{{#middles}}{{tname.lower}}{{mname}}.{{#bottoms}}{{tname.upper}}{{mname}}{{bname}}.{{/bottoms}}{{/"
     "middles}}{{/tops}}",
     "a1.A1x.A1y."},
    {"deeply_nested", R"({"a":{"one":1},"b":{"two":2},"c":{"three":3,"d":{"four":4,"five":5}}})",
     "{{#a}}{{one}}{{#b}}{{one}}{{two}}{{one}}{{#c}}{{three}}{{#d}}{{one}}{{four}}{{five}}{{/d}}{{/c}}{{/b}}{{/a}}",
     "1121"
     "3145"},
    {"list", R"({"list":[{"item":1},{"item":2},{"item":3}]})", "\"{{#list}}{{item}}{{/list}}\"", "\"123\""},
    {"empty_list", R"({"list":[]})", "\"{{#list}}Yay{{/list}}\"", "\"\""},
    {"doubled", R"({"bool":true,"two":"second"})",
     "{{#bool}}\n* first\n{{/bool}}\n* {{two}}\n{{#bool}}\n* third\n{{/bool}}\n", "* first\n* second\n* third\n"},
    {"nested_truthy", R"({"bool":true})", "| A {{#bool}}B {{#bool}}C{{/bool}} D{{/bool}} E |", "| A B C D E |"},
    {"nested_falsey", R"({"bool":false})", "| A {{#bool}}B {{#bool}}C{{/bool}} D{{/bool}} E |", "| A  E |"},
    {"context_miss", "{}", "[{{#missing}}Found{{/missing}}]", "[]"},
    {"implicit_text", R"({"list":["a","b","c"]})", "\"{{#list}}({{.}}){{/list}}\"", "\"(a)(b)(c)\""},
    {"implicit_integer", R"({"list":[1,2,3]})", "\"{{#list}}({{.}}){{/list}}\"", "\"(1)(2)(3)\""},
    {"implicit_decimal", R"({"list":[1.10,2.20]})", "{{#list}}({{.}}){{/list}}", "(1.10)(2.20)"},
    {"implicit_nested_list", R"({"list":[[1,2,3],["a","b"]]})", "{{#list}}({{#.}}{{.}}{{/.}}){{/list}}", "(123)(ab)"},
    {"implicit_escaping", R"({"list":["&","<"]})", "{{#list}}({{.}}){{/list}}", "(&amp;)(&lt;)"},
    {"implicit_triple", R"({"list":["&","<"]})", "{{#list}}({{{.}}}){{/list}}", "(&)(<)"},
    {"implicit_ampersand", R"({"list":["&","<"]})", "{{#list}}({{&.}}){{/list}}", "(&)(<)"},
    {"implicit_root", R"([{"value":"a"},{"value":"b"}])", "{{#.}}({{value}}){{/.}}", "(a)(b)"},
    {"dotted_truthy", R"({"a":{"b":{"c":true}}})", "\"{{#a.b.c}}Here{{/a.b.c}}\"", "\"Here\""},
    {"dotted_falsey", R"({"a":{"b":{"c":false}}})", "\"{{#a.b.c}}Here{{/a.b.c}}\"", "\"\""},
    {"dotted_broken_chain", R"({"a":{}})", "\"{{#a.b.c}}Here{{/a.b.c}}\"", "\"\""},
    {"surrounding_whitespace", R"({"b":true})", " | {{#b}}\t|\t{{/b}} | \n", " | \t|\t | \n"},
    {"internal_whitespace", R"({"b":true})", " | {{#b}} {{! Important }}\n {{/b}} | \n", " |  \n  | \n"},
    {"indented_inline", R"({"b":true})", " {{#b}}YES{{/b}}\n {{#b}}GOOD{{/b}}\n", " YES\n GOOD\n"},
    {"standalone_lines", R"({"b":true})", "| This Is\n{{#b}}\n|\n{{/b}}\n| A Line\n", "| This Is\n|\n| A Line\n"},
    {"indented_standalone_lines", R"({"b":true})", "| This Is\n  {{#b}}\n|\n  {{/b}}\n| A Line\n",
     "| This Is\n|\n| A Line\n"},
    {"standalone_line_endings", R"({"b":true})", "|\r\n{{#b}}\r\n{{/b}}\r\n|", "|\r\n|"},
    {"standalone_without_previous_line", R"({"b":true})", "  {{#b}}\n#{{/b}}\n/", "#\n/"},
    {"standalone_without_newline", R"({"b":true})", "#{{#b}}\n/\n  {{/b}}", "#\n/\n"},
    {"padding", R"({"b":true})", "|{{# b }}={{/ b }}|", "|=|"},
};
INSTANTIATE_TEST_SUITE_P(Sections, Specification, testing::ValuesIn(kSections), kName);

const Case kInverted[] = {
    {"falsey", R"({"b":false})", "\"{{^b}}Shown.{{/b}}\"", "\"Shown.\""},
    {"truthy", R"({"b":true})", "\"{{^b}}Hidden.{{/b}}\"", "\"\""},
    {"null_is_falsey", R"({"n":null})", "\"{{^n}}Shown.{{/n}}\"", "\"Shown.\""},
    {"context", R"({"context":{"name":"Joe"}})", "\"{{^context}}Hi {{name}}.{{/context}}\"", "\"\""},
    {"list", R"({"list":[{"n":1},{"n":2}]})", "\"{{^list}}{{n}}{{/list}}\"", "\"\""},
    {"empty_list", R"({"list":[]})", "\"{{^list}}Yay{{/list}}\"", "\"Yay\""},
    {"doubled", R"({"bool":false,"two":"second"})",
     "{{^bool}}\n* first\n{{/bool}}\n* {{two}}\n{{^bool}}\n* third\n{{/bool}}\n", "* first\n* second\n* third\n"},
    {"nested_falsey", R"({"bool":false})", "| A {{^bool}}B {{^bool}}C{{/bool}} D{{/bool}} E |", "| A B C D E |"},
    {"nested_truthy", R"({"bool":true})", "| A {{^bool}}B {{^bool}}C{{/bool}} D{{/bool}} E |", "| A  E |"},
    {"dotted_truthy", R"({"a":{"b":{"c":true}}})", "\"{{^a.b.c}}Not{{/a.b.c}}\"", "\"\""},
    {"dotted_falsey", R"({"a":{"b":{"c":false}}})", "\"{{^a.b.c}}Not{{/a.b.c}}\"", "\"Not\""},
    {"surrounding_whitespace", R"({"b":false})", " | {{^b}}\t|\t{{/b}} | \n", " | \t|\t | \n"},
    {"internal_whitespace", R"({"b":false})", " | {{^b}} {{! Important }}\n {{/b}} | \n", " |  \n  | \n"},
    {"indented_inline", R"({"b":false})", " {{^b}}NO{{/b}}\n {{^b}}WAY{{/b}}\n", " NO\n WAY\n"},
    {"standalone_lines", R"({"b":false})", "| This Is\n{{^b}}\n|\n{{/b}}\n| A Line\n", "| This Is\n|\n| A Line\n"},
    {"standalone_indented_lines", R"({"b":false})", "| This Is\n  {{^b}}\n|\n  {{/b}}\n| A Line\n",
     "| This Is\n|\n| A Line\n"},
    {"standalone_line_endings", R"({"b":false})", "|\r\n{{^b}}\r\n{{/b}}\r\n|", "|\r\n|"},
    {"standalone_without_previous_line", R"({"b":false})", "  {{^b}}\n^{{/b}}\n/", "^\n/"},
    {"standalone_without_newline", R"({"b":false})", "^{{^b}}\n/\n  {{/b}}", "^\n/\n"},
    {"padding", R"({"b":false})", "|{{^ b }}={{/ b }}|", "|=|"},
};
INSTANTIATE_TEST_SUITE_P(Inverted, Specification, testing::ValuesIn(kInverted), kName);

const Case kComments[] = {
    {"inlined", "{}", "12345{{! Comment Block! }}67890", "1234567890"},
    {"multiline", "{}", "12345{{!\n  This is a\n  multi-line comment...\n}}67890\n", "1234567890\n"},
    {"standalone", "{}", "Begin.\n{{! Comment Block! }}\nEnd.\n", "Begin.\nEnd.\n"},
    {"indented_standalone", "{}", "Begin.\n  {{! Indented Comment Block! }}\nEnd.\n", "Begin.\nEnd.\n"},
    {"standalone_line_endings", "{}", "|\r\n{{! Standalone Comment }}\r\n|", "|\r\n|"},
    {"standalone_without_previous_line", "{}", "  {{! I'm Still Standalone }}\n!", "!"},
    {"standalone_without_newline", "{}", "!\n  {{! I'm Still Standalone }}", "!\n"},
    {"multiline_standalone", "{}", "Begin.\n{{!\nSomething's going on here...\n}}\nEnd.\n", "Begin.\nEnd.\n"},
    {"indented_multiline_standalone", "{}", "Begin.\n  {{!\n    Something...\n  }}\nEnd.\n", "Begin.\nEnd.\n"},
    {"indented_inline", "{}", "  12 {{! 34 }}\n", "  12 \n"},
    {"surrounding_whitespace", "{}", "12345 {{! Comment Block! }} 67890", "12345  67890"},
    {"no_collision_with_names", R"({"! c":1,"c":2})", "comments never show: >{{! c }}<", "comments never show: ><"},
};
INSTANTIATE_TEST_SUITE_P(Comments, Specification, testing::ValuesIn(kComments), kName);

const Case kDelimiters[] = {
    {"pair", R"({"text":"Hey!"})", "{{=<% %>=}}(<%text%>)", "(Hey!)"},
    {"special_characters", R"({"text":"It worked!"})", "({{=[ ]=}}[text])", "(It worked!)"},
    {"sections", R"({"section":true,"data":"I got interpolated."})",
     "[\n{{#section}}\n  {{data}}\n  |data|\n{{/section}}\n\n{{= | | =}}\n|#section|\n  {{data}}\n  "
     "|data|\n|/section|\n]\n",
     "[\n  I got interpolated.\n  |data|\n\n  {{data}}\n  I got interpolated.\n]\n"},
    {"inverted_sections", R"({"section":false,"data":"I got interpolated."})",
     "[\n{{^section}}\n  {{data}}\n  |data|\n{{/section}}\n\n{{= | | =}}\n|^section|\n  {{data}}\n  "
     "|data|\n|/section|\n]\n",
     "[\n  I got interpolated.\n  |data|\n\n  {{data}}\n  I got interpolated.\n]\n"},
    {"partial_inheritance",
     R"({"value":"yes"})",
     "[ {{>include}} ]\n{{= | | =}}\n[ |>include| ]\n",
     "[ .yes. ]\n[ .yes. ]\n",
     {{"include", ".{{value}}."}}},
    {"post_partial_behaviour",
     R"({"value":"yes"})",
     "[ {{>include}} ]\n[ .{{value}}.  .|value|. ]\n",
     "[ .yes.  .yes. ]\n[ .yes.  .|value|. ]\n",
     {{"include", ".{{value}}. {{= | | =}} .|value|."}}},
    {"surrounding_whitespace", "{}", "| {{=@ @=}} |", "|  |"},
    {"outlying_whitespace", "{}", " | {{=@ @=}}\n", " | \n"},
    {"standalone", "{}", "Begin.\n{{=@ @=}}\nEnd.\n", "Begin.\nEnd.\n"},
    {"indented_standalone", "{}", "Begin.\n  {{=@ @=}}\nEnd.\n", "Begin.\nEnd.\n"},
    {"standalone_line_endings", "{}", "|\r\n{{= @ @ =}}\r\n|", "|\r\n|"},
    {"standalone_without_previous_line", "{}", "  {{=@ @=}}\n=", "="},
    {"standalone_without_newline", "{}", "=\n  {{=@ @=}}", "=\n"},
    {"pair_with_padding", "{}", "|{{= @   @ =}}|", "||"},
};
INSTANTIATE_TEST_SUITE_P(Delimiters, Specification, testing::ValuesIn(kDelimiters), kName);

const Case kPartials[] = {
    {"basic", "{}", "\"{{>text}}\"", "\"from partial\"", {{"text", "from partial"}}},
    {"failed_lookup", "{}", "\"{{>text}}\"", "\"\""},
    {"context", R"({"text":"content"})", "\"{{>partial}}\"", "\"*content*\"", {{"partial", "*{{text}}*"}}},
    {"recursion",
     R"({"content":"X","nodes":[{"content":"Y","nodes":[]}]})",
     "{{>node}}",
     "X<Y<>>",
     {{"node", "{{content}}<{{#nodes}}{{>node}}{{/nodes}}>"}}},
    {"nested",
     R"({"a":"hello","b":"world"})",
     "{{>outer}}",
     "*hello world!*",
     {{"outer", "*{{a}} {{>inner}}*"}, {"inner", "{{b}}!"}}},
    {"surrounding_whitespace", "{}", "| {{>partial}} |", "| \t|\t |", {{"partial", "\t|\t"}}},
    {"inline_indentation", R"({"data":"|"})", "  {{data}}  {{> partial}}\n", "  |  >\n>\n", {{"partial", ">\n>"}}},
    {"standalone_line_endings", "{}", "|\r\n{{>partial}}\r\n|", "|\r\n>|", {{"partial", ">"}}},
    {"standalone_without_previous_line", "{}", "  {{>partial}}\n>", "  >\n  >>", {{"partial", ">\n>"}}},
    {"standalone_without_newline", "{}", ">\n  {{>partial}}", ">\n  >\n  >", {{"partial", ">\n>"}}},
    {"standalone_indentation",
     R"({"content":"<\n->"})",
     "\\\n {{>partial}}\n/\n",
     "\\\n |\n &lt;\n-&gt;\n |\n/\n",
     {{"partial", "|\n{{content}}\n|\n"}}},
    {"standalone_indentation_raw",
     R"({"content":"<\n->"})",
     "\\\n {{>partial}}\n/\n",
     "\\\n |\n <\n->\n |\n/\n",
     {{"partial", "|\n{{{content}}}\n|\n"}}},
    {"padding_whitespace", R"({"boolean":true})", "|{{> partial }}|", "|[]|", {{"partial", "[]"}}},
};
INSTANTIATE_TEST_SUITE_P(Partials, Specification, testing::ValuesIn(kPartials), kName);

// ------------------------------------------------------------------------------------------------------------- ours

Diagnostics problems(std::string_view source, const Value& value, std::string* out = nullptr) {
  Diagnostics diagnostics;
  const Template compiled = Template::compile(source, "roles/ceo.md", diagnostics, 10);
  std::string text = render(compiled, value, {}, diagnostics);
  if (out != nullptr) *out = std::move(text);
  return diagnostics;
}

TEST(Mustache, AnUnknownNameIsAnErrorWithItsPlaceAndTheNearestName) {
  const Diagnostics found = problems("one\n  two {{ portfolo.name }}", data(R"({"portfolio":{"name":"Harbor"}})"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(format(found[0]),
            "roles/ceo.md:11:10: error: the report has nothing called `portfolo.name` [template-unknown-name]\n"
            "    two {{ portfolo.name }}\n"
            "           ^~~~~~~~~~~~~\n"
            "  hint: did you mean `portfolio.name`?\n");
}

TEST(Mustache, NamesAreCheckedAlsoWhereNothingIsShown) {
  const Value shape = Value::object({{"title", ""}, {"owner", Value()}});
  const Value view = Value::object({{"actions", Value::list({}, shape)}, {"worst", Value::none(shape)}, {"no", false}});
  EXPECT_TRUE(
      problems("{{#actions}}{{title}}{{owner}}{{/actions}}{{worst.title}}{{#worst}}{{title}}{{/worst}}", view).empty());
  EXPECT_EQ(problems("{{#actions}}{{titel}}{{/actions}}", view).size(), 1u);
  EXPECT_EQ(problems("{{#worst}}{{titel}}{{/worst}}{{worst.titel}}", view).size(), 2u);
  EXPECT_EQ(problems("{{#no}}{{nothing}}{{/no}}", view).size(), 1u);
  EXPECT_EQ(problems("{{^actions}}{{nothing}}{{/actions}}", view).size(), 1u);
}

TEST(Mustache, AMemberIsMadeWhenItIsNamedAndOnlyOnce) {
  int made = 0;
  const auto make = [&made] {
    ++made;
    return Value::object({{"title", "Burn"}, {"list", Value::list({"a", "b"})}});
  };
  const Value view = Value::object({{"burn", Value::later(make)}, {"other", Value::later(make)}});
  std::string text;
  EXPECT_TRUE(problems("nothing", view).empty());
  EXPECT_EQ(made, 0);
  EXPECT_TRUE(problems("{{burn.title}}{{#burn}}{{#list}}{{.}}{{/list}}{{/burn}}", view, &text).empty());
  EXPECT_EQ(text, "Burnab");
  EXPECT_EQ(made, 1);
  EXPECT_EQ(problems("{{burn.titel}}", view).size(), 1u);
}

TEST(Mustache, OnePlaceIsReportedOnce) {
  EXPECT_EQ(problems("{{#list}}{{x}}{{/list}}", data(R"({"list":[{},{},{}]})")).size(), 1u);
}

TEST(Mustache, ABrokenTemplateSaysWhatIsWrong) {
  const auto code = [](std::string_view source) {
    Diagnostics diagnostics;
    (void)Template::compile(source, "x.md", diagnostics);
    return diagnostics.empty() ? std::string_view("none") : diagnostics[0].code;
  };
  EXPECT_EQ(code("a {{#b}} c"), "template-open-section");
  EXPECT_EQ(code("a {{b"), "template-open-tag");
  EXPECT_EQ(code("a {{{b}}"), "template-open-tag");
  EXPECT_EQ(code("{{#a}}{{/b}}"), "template-close");
  EXPECT_EQ(code("{{/b}}"), "template-close");
  EXPECT_EQ(code("{{}}"), "template-empty-tag");
  EXPECT_EQ(code("{{=x=}}"), "template-delimiters");
  EXPECT_EQ(code("{{=a b c=}}"), "template-delimiters");
}

TEST(Mustache, NestingWithoutEndIsStopped) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{{#a}}";
  Diagnostics diagnostics;
  const Template compiled = Template::compile(deep, "x.md", diagnostics);
  EXPECT_FALSE(diagnostics.empty());
  (void)render(compiled, data(R"({"a":true})"), {}, diagnostics);

  Partials partials;
  Diagnostics none;
  partials.emplace("loop", Template::compile("x{{>loop}}", "loop", none));
  EXPECT_EQ(render(Template::compile("{{>loop}}", "x.md", none), data("{}"), partials, none), std::string(32, 'x'));
  ASSERT_FALSE(none.empty());
  EXPECT_EQ(none[0].code, "template-too-deep");
}

TEST(Mustache, AMissingPartialIsAnError) {
  Diagnostics diagnostics;
  Partials partials;
  partials.emplace("coverage", Template::compile("x", "_coverage.md", diagnostics));
  (void)render(Template::compile("{{>coverge}}", "x.md", diagnostics), data("{}"), partials, diagnostics);
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].code, "template-unknown-partial");
  EXPECT_EQ(diagnostics[0].hint, "did you mean `coverage`?");
}

TEST(Mustache, OnlyTheEnginesOwnMarkdownIsPrintedAsItIs) {
  const Value view = Value::object({{"person", "**x** <b>"}, {"engine", Value::markdown("[5](qd:x)", "5*")}});
  std::string out;
  EXPECT_TRUE(problems("{{person}} {{{person}}} {{&person}} {{{engine}}} {{engine}}", view, &out).empty());
  EXPECT_EQ(out, "\\*\\*x\\*\\* \\<b\\> \\*\\*x\\*\\* \\<b\\> \\*\\*x\\*\\* \\<b\\> [5](qd:x) 5\\*");
}

}  // namespace
}  // namespace qd::report
