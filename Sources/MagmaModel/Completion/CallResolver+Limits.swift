extension CallResolver {
    /// The timeouts and retries that a call of a model goes by.
    func limits(of model: Model) throws(ModelError) -> (Timeouts, RetryPolicy) {
        var extra = CallExtra(defaults.extra, model.extra)
        return (try timeouts(model, &extra), try retry(model, &extra))
    }
}
