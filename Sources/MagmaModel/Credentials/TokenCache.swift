import Synchronization

/// Keeps tokens until shortly before they end, and fetches each once, however many calls wait for it.
final class TokenCache<Key: Hashable & Sendable, Token: Expiring>: Sendable {
    private struct Entry {
        var token: Token?
        /// When a newer one is to be fetched.
        var renewal: Int?
        var waiters: [TokenWaiter<Token>] = []
        var isFetching = false
    }

    private let entries = Mutex<[Key: Entry]>([:])
    private let wall: @Sendable () -> Int

    /// A newer token is fetched so many seconds before the end, or in the middle of a shorter life.
    private static var margin: Int { 300 }
    /// How many seconds a token is used on that could not be renewed yet.
    private static var pause: Int { 60 }
    /// A program that makes up credentials without end must not fill the memory.
    private static var limit: Int { 1024 }

    init(wall: @escaping @Sendable () -> Int) { self.wall = wall }

    /// How many credentials are known.
    var count: Int { entries.withLock { $0.count } }

    /// The token of a key, from `fetch` where none is there that lasts.
    func token(
        _ key: Key,
        deadline: Moment?,
        fetch: @escaping @Sendable () async throws(ModelError) -> Token
    ) async throws(ModelError) -> Token {
        let now = wall()
        let waiter = TokenWaiter<Token>()
        let (known, isFirst): (Token?, Bool) = entries.withLock { entries in
            var entry = entries[key] ?? Entry()
            if let token = entry.token, entry.renewal.map({ now < $0 }) ?? true { return (token, false) }
            let isFirst = !entry.isFetching
            entry.isFetching = true
            entry.waiters.append(waiter)
            if entries.count >= Self.limit { entries = entries.filter(\.value.isFetching) }
            entries[key] = entry
            return (nil, isFirst)
        }
        if let known { return known }
        if isFirst {
            // Of nobody's task, so that a caller who gives up takes nothing from the others.
            Task.detached { [self] in
                let outcome: Result<Token, ModelError>
                do throws(ModelError) {
                    outcome = .success(try await fetch())
                } catch {
                    outcome = .failure(error)
                }
                finish(key, outcome)
            }
        }
        return try await waiter.wait(until: deadline)
    }

    /// Forgets a token that was refused. One that is there in its place already stays.
    func forget(_ key: Key, _ token: Token) {
        entries.withLock { entries in
            if entries[key]?.token == token { entries[key]?.token = nil }
        }
    }

    private func finish(_ key: Key, _ outcome: Result<Token, ModelError>) {
        let now = wall()
        let (waiters, outcome): ([TokenWaiter<Token>], Result<Token, ModelError>) = entries.withLock { entries in
            var entry = entries[key] ?? Entry()
            let waiters = entry.waiters
            var outcome = outcome
            switch outcome {
            case .success(let token):
                entry.token = token
                entry.renewal = token.expiry.map { max($0 - Self.margin, now + ($0 - now) / 2) }
            case .failure:
                if let old = entry.token, let expiry = old.expiry, now < expiry {
                    entry.renewal = min(now + Self.pause, expiry)
                    outcome = .success(old)
                } else {
                    entry.token = nil
                }
            }
            entry.waiters = []
            entry.isFetching = false
            entries[key] = entry.token == nil ? nil : entry
            return (waiters, outcome)
        }
        for waiter in waiters { waiter.resume(outcome) }
    }
}
