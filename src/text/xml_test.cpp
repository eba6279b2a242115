#include "text/xml.hpp"

#include <gtest/gtest.h>

#include <string>

namespace qd::text {
namespace {

TEST(ParseXml, GivesElementsTextAndAttributes) {
  const auto document = parse_xml(
      "<?xml version=\"1.0\"?>\n<r xmlns='urn:x' xmlns:p='urn:y'>\n <!-- no -->\n <p:a id='1' p:id='2'>x &amp; &#xe4;"
      "<![CDATA[<b>]]></p:a><a>second</a><empty/><space> </space></r>");
  ASSERT_TRUE(document) << document.error().what;
  const XmlElement root = document->root();
  EXPECT_EQ(root.name(), "r");
  EXPECT_EQ(root["a"].name(), "a");
  EXPECT_EQ(root["a"].text(), "x & ä<b>");
  EXPECT_EQ(root["a"].attribute("p:id"), "2");
  EXPECT_EQ(root["a"].attribute("none"), "");
  EXPECT_EQ(root["space"].text(), " ");
  EXPECT_TRUE(root["empty"].exists());
  EXPECT_FALSE(root["none"]["deeper"].exists());
  EXPECT_EQ(root["none"]["deeper"].text(), "");
  std::string names;
  for (const XmlElement child : root) names += std::string(child.name()) + "=" + std::string(child.text()) + ";";
  EXPECT_EQ(names, "a=x & ä<b>;a=second;empty=;space= ;");
}

TEST(ParseXml, KeepsTheTreeThroughAnyNesting) {
  const auto document = parse_xml("<a><b><c>1</c><c>2</c></b><d/><b><c>3</c></b></a>");
  ASSERT_TRUE(document);
  std::string seen;
  for (const XmlElement one : document->root())
    for (const XmlElement two : one) seen += two.text();
  EXPECT_EQ(seen, "123");
}

TEST(ParseXml, SaysWhatItCannotRead) {
  std::string deep;
  for (std::size_t i = 0; i < 100'000; ++i) deep += "<a>";
  for (std::size_t i = 0; i < 100'000; ++i) deep += "</a>";
  for (const std::string& bytes :
       {std::string(), std::string("text"), std::string("<a>"), std::string("<a></b>"), std::string("<a/><b/>"),
        std::string("<!DOCTYPE a [<!ENTITY x 'xxxxxxxx'>]><a>&x;</a>"), std::string(kLargestXml + 1, ' '), deep}) {
    const auto document = parse_xml(bytes);
    ASSERT_FALSE(document) << bytes.substr(0, 50);
    EXPECT_EQ(document.error().kind, ErrorKind::invalid);
  }
}

TEST(ParseXml, ReadsUpToTheDepthThatIsAllowed) {
  std::string bytes;
  for (std::size_t i = 0; i < kDeepestXml; ++i) bytes += "<a>";
  for (std::size_t i = 0; i < kDeepestXml; ++i) bytes += "</a>";
  EXPECT_TRUE(parse_xml(bytes));
  EXPECT_FALSE(parse_xml("<a>" + bytes + "</a>"));
}

}  // namespace
}  // namespace qd::text
