import Testing

@testable import MagmaModel

@Suite struct ServerAddressTests {
    @Test func hostAndPortAreCutOut() {
        let urls: [(String, String, Int?)] = [
            ("https://h.example/v1?k=v", "h.example", nil), ("http://User@H:80", "h", 80),
            ("http://[::1]:9/v1", "::1", 9), ("http://[fe80::2]/v1", "fe80::2", nil),
            ("http://127.0.0.1:8000/", "127.0.0.1", 8000),
        ]
        for (url, host, port) in urls {
            #expect(ServerAddress(url)?.host == host, "\(url)")
            #expect(ServerAddress(url)?.port == port, "\(url)")
        }
    }

    @Test(arguments: ["", "models.example.com", "http://", "/v1"]) func whatIsNoURLHasNone(_ text: String) {
        #expect(ServerAddress(text) == nil)
    }
}
