/// Files of sections with `name = value` lines, as AWS's and Google's tools keep them.
enum INIFile {
    typealias Sections = [String: [String: String]]

    /// Lines that belong to none, and what is indented below a name, say nothing that is needed here.
    static func parse(_ text: String) -> Sections {
        var sections: Sections = [:]
        var section: String?
        for line in text.split(whereSeparator: \.isNewline) {
            guard let first = line.first, !first.isWhitespace, first != "#", first != ";" else { continue }
            if first == "[" {
                let name = line.dropFirst().prefix { $0 != "]" }
                let words = name.split(whereSeparator: \.isWhitespace)
                let rest = trimmed(name).drop { !$0.isWhitespace }
                section = words.count > 1 ? "\(words[0]) \(unquoted(rest))" : trimmed(name)
                if let section, sections[section] == nil { sections[section] = [:] }
            } else if let section, let equals = line.firstIndex(of: "=") {
                let name = trimmed(line[..<equals]).lowercased()
                sections[section]?[name] = value(line[line.index(after: equals)...])
            }
        }
        return sections
    }

    /// Up to a comment, which begins with a space before its mark.
    private static func value(_ text: Substring) -> String {
        var end = text.endIndex
        for mark in [" #", " ;", "\t#", "\t;"] {
            if let range = text.firstRange(of: mark), range.lowerBound < end { end = range.lowerBound }
        }
        return trimmed(text[..<end])
    }

    private static func trimmed(_ text: Substring) -> String { trimmed(text, \.isWhitespace) }

    private static func unquoted(_ text: Substring) -> String { trimmed(text) { $0.isWhitespace || $0 == "\"" } }

    private static func trimmed(_ text: Substring, _ isOuter: (Character) -> Bool) -> String {
        var text = text.drop(while: isOuter)
        while let last = text.last, isOuter(last) { text.removeLast() }
        return String(text)
    }
}
