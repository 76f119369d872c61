/// What tells a pool from others in the dispatcher: its name, its rules, and where each member goes. How a call samples does
/// not count, so that handles made by `with` learn together.
struct PoolKey: Hashable, Sendable {
    private let name: String
    private let strategy: Pool.Strategy
    private let ejection: Pool.Ejection
    private let members: [Place]

    init(_ pool: Pool, of handle: Model) {
        name = handle.id.name
        strategy = pool.strategy
        ejection = pool.ejection
        members = pool.members.map { Place(deployment: DeploymentHandle($0.model), weight: $0.weight) }
    }

    private struct Place: Hashable {
        let deployment: DeploymentHandle
        let weight: Double
    }
}
