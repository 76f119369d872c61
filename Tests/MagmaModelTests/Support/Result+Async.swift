@testable import MagmaModel

extension Result where Failure == ModelError {
    init(_ body: () async throws(ModelError) -> Success) async {
        do throws(ModelError) { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
