internal import Synchronization

/// The instruments of one name: each is made once, when its labels are first seen, and kept.
final class InstrumentSet<Labels: Hashable & Sendable, Instrument: Sendable>: Sendable {
    private let made = Mutex<[Labels: Instrument]>([:])
    private let make: @Sendable (Labels) -> Instrument

    init(_ make: @escaping @Sendable (Labels) -> Instrument) { self.make = make }

    subscript(labels: Labels) -> Instrument {
        made.withLock { made in
            if let instrument = made[labels] { return instrument }
            let instrument = make(labels)
            made[labels] = instrument
            return instrument
        }
    }
}
