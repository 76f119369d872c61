extension Generation {
    /// What the answer cost; `nil` where that is not known, and then ``costUnavailable`` says why. Worked out, by the prices
    /// of the registry, each time it is asked for: a call that nobody asks this of costs no time for it.
    public var cost: Cost? {
        get {
            switch costOrigin {
            case .said(let cost, _): cost ?? usage?.raw.flatMap(Cost.init(statedIn:))
            case .basis(let basis): try? basis.cost(of: self).get()
            }
        }
        set { costOrigin = .said(newValue, unavailable: nil) }
    }

    /// Why there is no ``cost``; `nil` where there is one.
    public var costUnavailable: String? {
        switch costOrigin {
        case .said(let cost, let reason): cost == nil ? reason : nil
        case .basis(let basis):
            switch basis.cost(of: self) {
            case .success: nil
            case .failure(let unavailable): unavailable.reason
            }
        }
    }
}
