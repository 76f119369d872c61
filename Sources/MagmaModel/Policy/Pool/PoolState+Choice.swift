extension PoolState {
    /// One of at least two.
    mutating func choose(
        among open: [Int],
        _ question: Question,
        at now: Moment,
        _ random: () -> Double
    ) -> Int {
        if let key = question.affinity {
            return best(of: open) { -Rendezvous.score(key: key, member: members[$0].hash, weight: members[$0].weight) }
        }
        switch question.strategy {
        case .weightedRandom: return byChance(open, random)
        case .roundRobin: return takeTurn(open)
        case .leastInFlight: return fewestInFlight(open, random)
        case .leastLatency:
            let first = open[place(random(), of: open.count)]
            let rest = open.filter { $0 != first }
            let second = rest[place(random(), of: rest.count)]
            return load(first, question.isStreaming, now) <= load(second, question.isStreaming, now) ? first : second
        case .cheapest:
            let lowest = open.compactMap { members[$0].price }.min()
            return fewestInFlight(open.filter { members[$0].price == lowest }, random)
        }
    }

    private func place(_ chance: Double, of count: Int) -> Int { min(count - 1, Int(chance * Double(count))) }

    private func best(of open: [Int], _ cost: (Int) -> Double) -> Int {
        var best = open[0]
        var lowest = cost(best)
        for index in open.dropFirst() {
            let cost = cost(index)
            if cost < lowest { (best, lowest) = (index, cost) }
        }
        return best
    }

    private func byChance(_ open: [Int], _ random: () -> Double) -> Int {
        var rest = random() * open.reduce(0) { $0 + members[$1].weight }
        for index in open {
            rest -= members[index].weight
            if rest < 0 { return index }
        }
        return open[open.count - 1]
    }

    /// Smooth weighted round robin, as nginx has it: each gains its weight, who has most goes and pays all that was gained.
    private mutating func takeTurn(_ open: [Int]) -> Int {
        var total = 0.0
        for index in open {
            members[index].turns += members[index].weight
            total += members[index].weight
        }
        let chosen = best(of: open) { -members[$0].turns }
        members[chosen].turns -= total
        return chosen
    }

    private func fewestInFlight(_ open: [Int], _ random: () -> Double) -> Int {
        // From a place taken by chance, so that of equals not always the first is taken.
        let start = place(random(), of: open.count)
        let turned = Array(open[start...] + open[..<start])
        return best(of: turned) { Double(members[$0].inFlight + 1) / members[$0].weight }
    }

    /// How bad a choice it would be: its latency, squared, times the calls that it would have under way. Squared, since model
    /// servers take many calls at a time with little loss: one that is ten times as slow is not made up for by the ten calls
    /// that another has. A member that nothing is known of is tried once, and then
    /// waited for.
    private func load(_ index: Int, _ isStreaming: Bool, _ now: Moment) -> Double {
        let member = members[index]
        let latency = isStreaming ? member.latency.stream : member.latency.whole
        // What has faded is found out by one call; until that has ended, the old average holds.
        let known = member.inFlight == 0 ? latency.average(at: now) : latency.last
        guard let average = known else { return 1e6 * Double(member.inFlight) }
        return average * average * Double(member.inFlight + 1) / member.weight
    }
}
