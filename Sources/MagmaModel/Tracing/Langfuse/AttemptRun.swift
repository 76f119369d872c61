/// The attempts that one model made for a call, one after the other.
struct AttemptRun: Sendable {
    var model: ModelID
    var attempts: [Attempt]

    /// Whether it is the one that answered, if only in part.
    var hasAnswered: Bool { attempts.contains { $0.failure == nil } }

    /// From the first request to the last, the waits before them left out and those in between counted.
    var duration: Duration {
        attempts.dropFirst().reduce(attempts.first?.duration ?? .zero) { $0 + $1.wait + $1.duration }
    }
}

extension CallEnd {
    /// The models that were asked, in turn. One model that is asked again after another has two.
    var runs: [AttemptRun] {
        var runs: [AttemptRun] = []
        for attempt in attempts {
            if let last = runs.indices.last, runs[last].model == attempt.model {
                runs[last].attempts.append(attempt)
            } else {
                runs.append(AttemptRun(model: attempt.model, attempts: [attempt]))
            }
        }
        return runs
    }
}
