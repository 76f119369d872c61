import Synchronization

/// What all calls of a handle have in common at one dispatcher, worked out by the first of them. An object, since all that
/// happens to a call refers to it.
final class CallPlan: Sendable {
    /// Whose it is: an object that lives as long as its plans, so that no other can be taken for it.
    final class Owner: Sendable {}

    let owner: Owner
    let settings: Boxed<CallSettings>
    let url: String
    let key: String?
    /// What stands before it where it is a token, which goes as `Authorization` whatever the provider's keys do.
    let tokenWord: String?
    /// Members of `extra` that say how to be let into a cloud, by LiteLLM's names (`aws_profile_name`). They are never sent.
    let cloud: JSON.Object
    /// What the places of the row come to.
    let places: [String: String]
    /// Those that the row and the handle say.
    let headers: HeaderFields
    let timeouts: Timeouts
    let retry: RetryPolicy
    let wire: any WireProtocol
    let prices: PricePlan
    /// Where the limits that its responses tell of are noted.
    let lastRateLimits: LastRateLimits
    /// Whether the URL still has the mark of a place that the credential may say.
    let hasOpenPlaces: Bool
    /// What holds its calls back where they have limits, and of which round of the book that is.
    let limiter = Mutex<(round: Int, limiter: Limiter)?>(nil)
    /// The headers of the last request.
    let requestHeaders = Mutex<RequestHeaders?>(nil)

    init(
        owner: Owner,
        settings: CallSettings,
        url: String,
        key: String?,
        tokenWord: String?,
        cloud: JSON.Object,
        places: [String: String],
        headers: HeaderFields,
        timeouts: Timeouts,
        retry: RetryPolicy,
        wire: any WireProtocol,
        registry: Registry,
        lastRateLimits: LastRateLimits
    ) {
        self.owner = owner
        self.settings = Boxed(settings)
        self.url = url
        self.key = key
        self.tokenWord = tokenWord
        self.cloud = cloud
        self.places = places
        self.headers = headers
        self.timeouts = timeouts
        self.retry = retry
        self.wire = wire
        self.lastRateLimits = lastRateLimits
        prices = PricePlan(settings, url: url, places: places, registry: registry)
        let provider = settings.row.provider
        hasOpenPlaces = provider.places.contains {
            provider.credential.cloud != nil && $0.comesWithCredential && places[$0.name] == nil
                && (url.contains("{\($0.name)}") || url.contains("{\($0.name).host}"))
        }
    }
}

extension CallPlan: CustomReflectable {
    /// Without the key: `dump` shows no secrets.
    var customMirror: Mirror { Mirror(self, children: ["id": settings.value.modelID.description]) }
}

/// The plans of a handle's calls, kept with it: neither a handle nor a dispatcher ever changes.
struct PlanMemory: ~Copyable, Sendable {
    private let plans = Mutex<(whole: CallPlan?, streamed: CallPlan?)>((nil, nil))

    func plan(of owner: CallPlan.Owner, streaming: Bool) -> CallPlan? {
        let plan = plans.withLock { streaming ? $0.streamed : $0.whole }
        return plan?.owner === owner ? plan : nil
    }

    /// In place of the one that another dispatcher made.
    func keep(_ plan: CallPlan, streaming: Bool) {
        plans.withLock { if streaming { $0.streamed = plan } else { $0.whole = plan } }
    }
}
