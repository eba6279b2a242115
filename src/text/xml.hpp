// XML as a flat tree of elements: one row an element, in the order of the document, all text in one buffer. For what
// services answer, not for what people write. Read by pugixml.
#pragma once

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace qd::text {

class XmlDocument;

/// A place in a document, which must outlive it. An XmlElement that stands for nothing has no text and no children, so
/// that `e["a"]["b"].text()` needs no checks on the way.
class XmlElement {
 public:
  XmlElement() = default;

  [[nodiscard]] bool exists() const { return document_ != nullptr; }
  explicit operator bool() const { return exists(); }

  [[nodiscard]] std::string_view name() const;  ///< without the prefix of its namespace
  [[nodiscard]] std::string_view text() const;  ///< directly inside, character data and CDATA in one
  /// With its prefix, as written; empty when there is none.
  [[nodiscard]] std::string_view attribute(std::string_view name) const;

  /// The first child of that name, or what stands for nothing. Takes time with the children.
  [[nodiscard]] XmlElement operator[](std::string_view name) const;

  class Iterator;
  [[nodiscard]] Iterator begin() const;  ///< children, in order
  [[nodiscard]] Iterator end() const;

 private:
  friend class XmlDocument;
  XmlElement(const XmlDocument* document, std::uint32_t index) : document_(document), index_(index) {}

  const XmlDocument* document_ = nullptr;
  std::uint32_t index_ = 0;
};

class XmlDocument {
 public:
  [[nodiscard]] XmlElement root() const { return {this, 0}; }

 private:
  friend class XmlElement;
  friend class XmlFlattener;

  struct Span {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };
  struct Attribute {
    Span name, value;
  };
  struct Element {
    Span name, text;
    std::uint32_t first_attribute = 0;
    std::uint32_t attributes = 0;
    std::uint32_t end = 0;  // index one past the last element inside
  };
  [[nodiscard]] std::string_view at(Span span) const { return std::string_view(text_).substr(span.begin, span.size); }

  std::vector<Element> elements_;
  std::vector<Attribute> attributes_;
  std::string text_;
};

class XmlElement::Iterator {
 public:
  using value_type = XmlElement;
  using difference_type = std::ptrdiff_t;

  Iterator() = default;
  XmlElement operator*() const { return at_; }
  Iterator& operator++();
  Iterator operator++(int) {
    Iterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const Iterator& other) const { return at_.index_ == other.at_.index_; }

 private:
  friend class XmlElement;
  explicit Iterator(XmlElement at) : at_(at) {}
  XmlElement at_;
};

inline constexpr std::size_t kDeepestXml = 200;
inline constexpr std::size_t kLargestXml = std::size_t{64} << 20;

/// ErrorKind::invalid for what is not well-formed, too deep or too large, and for a document type definition: only that
/// could make a small text expand.
[[nodiscard]] Result<XmlDocument> parse_xml(std::string_view bytes);

}  // namespace qd::text
