/// Arguments of a function call that come as values for places: `$.recipe.steps[0]` and a piece of a string.
struct PartialArguments: Sendable {
    private(set) var value: JSON?
    /// The place of the string that goes on.
    private var openPath: String?

    /// More places in an array than any call has, so that a wrong number cannot exhaust the memory.
    private static let mostElements = 1 << 16

    mutating func add(_ piece: JSON) {
        guard let path = piece["jsonPath"]?.stringValue, let steps = Self.steps(path), let new = Self.value(piece)
        else {
            return
        }
        let goesOn = openPath == path
        openPath = piece["willContinue"]?.boolValue == true ? path : nil
        var root = value ?? .object([:])
        value = nil
        Self.set(steps[...], in: &root) { old in
            guard goesOn, let text = new.stringValue, let before = old.stringValue else { return new }
            return .string(before + text)
        }
        value = root
    }

    private static func value(_ piece: JSON) -> JSON? {
        if piece["nullValue"] != nil { return .null }
        return piece["stringValue"] ?? piece["numberValue"] ?? piece["boolValue"]
    }

    private enum Step {
        case key(String)
        case index(Int)
    }

    /// `$.a['b c'][0]`; `nil` for what is no such path.
    private static func steps(_ path: String) -> [Step]? {
        guard path.first == "$" else { return nil }
        var steps: [Step] = []
        var rest = path.dropFirst()
        while let mark = rest.first {
            rest = rest.dropFirst()
            if mark == "." {
                let name = rest.prefix { $0 != "." && $0 != "[" }
                steps.append(.key(String(name)))
                rest = rest[name.endIndex...]
            } else if mark == "[", let quote = rest.first, quote == "'" || quote == "\"" {
                let name = rest.dropFirst().prefix { $0 != quote }
                steps.append(.key(String(name)))
                rest = rest[name.endIndex...].dropFirst(2)
            } else if mark == "[", let end = rest.firstIndex(of: "]"), let index = Int(rest[..<end]), index >= 0 {
                steps.append(.index(index))
                rest = rest[end...].dropFirst()
            } else {
                return nil
            }
        }
        return steps
    }

    private static func set(_ steps: ArraySlice<Step>, in json: inout JSON, _ change: (JSON) -> JSON) {
        guard let step = steps.first else { return json = change(json) }
        // Taken out while it is changed, so that nothing is copied.
        let whole = json
        json = .null
        switch step {
        case .key(let key):
            var object = whole.objectValue ?? [:]
            var inner = object[key] ?? .null
            set(steps.dropFirst(), in: &inner, change)
            object[key] = inner
            json = .object(object)
        case .index(let index):
            var array = whole.arrayValue ?? []
            guard index < mostElements else { return json = whole }
            while array.count <= index { array.append(.null) }
            var inner = array[index]
            array[index] = .null
            set(steps.dropFirst(), in: &inner, change)
            array[index] = inner
            json = .array(array)
        }
    }
}
