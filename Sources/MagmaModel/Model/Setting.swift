/// The three states of a parameter on a handle or a call.
///
/// `0` is a value like any other: it is never taken for ``unset``.
public enum Setting<Value> {
    /// Not said here: what encloses it decides (handle, then environment, then built-in default).
    case unset
    /// Said to be nothing: no value is sent and the provider's own default holds.
    case providerDefault
    /// This value.
    case value(Value)

    /// The value, where there is one.
    public var value: Value? {
        if case .value(let value) = self { return value }
        return nil
    }

    /// This setting where it says something, else the one that encloses it.
    public func or(_ outer: Setting) -> Setting {
        if case .unset = self { return outer }
        return self
    }

    /// `nil` becomes ``providerDefault``.
    public init(_ value: Value?) {
        self = value.map(Setting.value) ?? .providerDefault
    }
}

extension Setting: Equatable where Value: Equatable {}
extension Setting: Hashable where Value: Hashable {}
extension Setting: Sendable where Value: Sendable {}

/// What may stand where a number is set: `0.7`, `1`, a variable of type `Double`, `Double?`, `Float` or `Int`, `nil`
/// (the provider's default), or a ``Setting`` that already has one of the three states.
public protocol NumberSetting: Sendable {
    /// The state this stands for.
    var numberSetting: Setting<Double> { get }
}

/// What may stand where a count is set: `512`, a variable of type `Int` or `Int?`, `nil` (the provider's default), or
/// a ``Setting``.
public protocol CountSetting: Sendable {
    /// The state this stands for.
    var countSetting: Setting<Int> { get }
}

extension Double: NumberSetting {
    /// This value.
    public var numberSetting: Setting<Double> { .value(self) }
}

extension Float: NumberSetting {
    /// By way of the shortest decimal text, so that `Float(0.7)` is sent as `0.7` and not as `0.699999988079071`.
    public var numberSetting: Setting<Double> { .value(Double(description) ?? Double(self)) }
}

extension Int: NumberSetting, CountSetting {
    /// This value.
    public var numberSetting: Setting<Double> { .value(Double(self)) }
    /// This value.
    public var countSetting: Setting<Int> { .value(self) }
}

extension Setting: NumberSetting where Value == Double {
    /// Itself.
    public var numberSetting: Setting<Double> { self }
}

extension Setting: CountSetting where Value == Int {
    /// Itself.
    public var countSetting: Setting<Int> { self }
}

extension Optional where Wrapped == any NumberSetting {
    @inline(__always)
    var setting: Setting<Double> { self?.numberSetting ?? .providerDefault }
}

extension Optional where Wrapped == any CountSetting {
    @inline(__always)
    var setting: Setting<Int> { self?.countSetting ?? .providerDefault }
}
