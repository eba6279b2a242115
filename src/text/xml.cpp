#include "text/xml.hpp"

#include <fmt/format.h>

#include <pugixml.hpp>

namespace qd::text {

namespace {

std::unexpected<Error> no_xml(std::string_view why) {
  return fail(ErrorKind::invalid, fmt::format("this is no XML that can be read: {}", why));
}

std::string_view local(std::string_view name) { return name.substr(name.find(':') + 1); }

}  // namespace

/// Walks a pugixml tree, however deep, and makes rows of it.
class XmlFlattener {
 public:
  Result<XmlDocument> flatten(pugi::xml_node root) {
    pugi::xml_node at = root;
    for (;;) {
      open_.push_back(add(at));
      if (open_.size() > kDeepestXml) return no_xml("it is nested too deeply");
      pugi::xml_node next = first_element(at.first_child());
      while (!next) {
        out_.elements_[open_.back()].end = static_cast<std::uint32_t>(out_.elements_.size());
        open_.pop_back();
        if (open_.empty()) return std::move(out_);
        next = first_element(at.next_sibling());
        at = at.parent();
      }
      at = next;
    }
  }

 private:
  static pugi::xml_node first_element(pugi::xml_node node) {
    while (node && node.type() != pugi::node_element) node = node.next_sibling();
    return node;
  }

  XmlDocument::Span append(std::string_view text) {
    const auto begin = static_cast<std::uint32_t>(out_.text_.size());
    out_.text_ += text;
    return {begin, static_cast<std::uint32_t>(text.size())};
  }

  std::uint32_t add(pugi::xml_node node) {
    XmlDocument::Element row;
    row.name = append(local(node.name()));
    row.first_attribute = static_cast<std::uint32_t>(out_.attributes_.size());
    for (const pugi::xml_attribute attribute : node.attributes()) {
      const XmlDocument::Span name = append(attribute.name());
      out_.attributes_.push_back({name, append(attribute.value())});
      ++row.attributes;
    }
    row.text.begin = static_cast<std::uint32_t>(out_.text_.size());
    for (const pugi::xml_node child : node.children())
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
        row.text.size += append(child.value()).size;
    out_.elements_.push_back(row);
    return static_cast<std::uint32_t>(out_.elements_.size() - 1);
  }

  XmlDocument out_;
  std::vector<std::uint32_t> open_;  // rows of the elements that are not closed yet
};

std::string_view XmlElement::name() const {
  return exists() ? document_->at(document_->elements_[index_].name) : std::string_view();
}

std::string_view XmlElement::text() const {
  return exists() ? document_->at(document_->elements_[index_].text) : std::string_view();
}

std::string_view XmlElement::attribute(std::string_view name) const {
  if (!exists()) return {};
  const XmlDocument::Element& row = document_->elements_[index_];
  for (std::uint32_t i = 0; i < row.attributes; ++i) {
    const XmlDocument::Attribute& one = document_->attributes_[row.first_attribute + i];
    if (document_->at(one.name) == name) return document_->at(one.value);
  }
  return {};
}

XmlElement XmlElement::operator[](std::string_view wanted) const {
  for (const XmlElement child : *this)
    if (child.name() == wanted) return child;
  return {};
}

XmlElement::Iterator XmlElement::begin() const {
  return Iterator(exists() ? XmlElement(document_, index_ + 1) : XmlElement());
}

XmlElement::Iterator XmlElement::end() const {
  return Iterator(exists() ? XmlElement(document_, document_->elements_[index_].end) : XmlElement());
}

XmlElement::Iterator& XmlElement::Iterator::operator++() {
  at_.index_ = at_.document_->elements_[at_.index_].end;
  return *this;
}

Result<XmlDocument> parse_xml(std::string_view bytes) {
  if (bytes.size() > kLargestXml) return no_xml("it is too large");
  constexpr unsigned kOptions =
      pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_doctype | pugi::parse_ws_pcdata_single;
  pugi::xml_document document;
  const pugi::xml_parse_result read = document.load_buffer(bytes.data(), bytes.size(), kOptions);
  if (!read) return no_xml(fmt::format("{} (byte {})", read.description(), read.offset));
  for (const pugi::xml_node node : document.children())
    if (node.type() == pugi::node_doctype) return no_xml("it has a document type definition");
  const pugi::xml_node root = document.document_element();
  if (!root || root.next_sibling()) return no_xml("it is not one element");
  return XmlFlattener().flatten(root);
}

}  // namespace qd::text
