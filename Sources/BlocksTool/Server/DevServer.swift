// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import FlyingFox
import FlyingSocks
import Foundation

/// The HTTP server of `blocks serve`: each request becomes an event for the handler that runs on Lambda.
///
/// It adds what only a developer needs: the client configuration file and a page (see ``DeveloperFiles``). A body over
/// ``GatewayHandler/bodyLimit`` gets 413, as from API Gateway. Of a header that is sent twice the last line counts, a limit
/// of the HTTP library; `Set-Cookie` lines of an answer stay apart.
package struct DevServer: Sendable {
    /// The origins of pages on this machine, on any port, as a pattern of `CORS_ALLOWED_ORIGINS`.
    ///
    /// A page of another site, even one whose name was made to point here, has another origin and is refused.
    static let originsOfThisMachine = #"^https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$"#

    private let host: String
    private let port: UInt16
    private let app: LocalApp
    private let console: Console?
    private let files: Bool

    /// A server for `app` on a numeric address; port 0 takes a free one.
    ///
    /// `console` receives a line for each request; `nil` prints none. `files` says whether the page and the configuration
    /// file are served.
    package init(host: String, port: UInt16, app: LocalApp, console: Console?, files: Bool = true) {
        self.host = host == "localhost" ? "127.0.0.1" : host
        self.port = port
        self.app = app
        self.console = console
        self.files = files
    }

    /// Serves until `shutdown` returns, then lets open exchanges finish for two seconds.
    ///
    /// `listening` is told the address, such as `http://127.0.0.1:3000`, once connections are accepted.
    package func run(until shutdown: ShutdownSignal, listening: @escaping @Sendable (String) -> Void) async throws {
        let server = HTTPServer(
            config: try configuration(),
            handler: GatewayHandler(
                app: app, console: console, files: files ? DeveloperFiles(namespaces: app.namespaces) : nil))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                do { try await server.run() } catch is CancellationError {} catch let error as SocketError {
                    if case .disconnected = error { return false }
                    throw listenError(error)
                }
                return false
            }
            group.addTask {
                try await server.waitUntilListening()
                listening(await address(of: server))
                await shutdown.wait()
                await server.stop(timeout: 2)
                return true
            }
            _ = try await group.next()
            group.cancelAll()
        }
    }

    /// Whether only this machine can reach a server on `host`.
    static func isLoopback(_ host: String) -> Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    private func configuration() throws -> HTTPServer.Configuration {
        func with(_ address: some SocketAddress) -> HTTPServer.Configuration {
            // The deadline guard answers after 28 s; the library's own limit must not be the first to act.
            HTTPServer.Configuration(
                address: address, timeout: 60, sharedRequestBufferSize: 65_536, sharedRequestReplaySize: 65_536,
                logger: .disabled)
        }
        if let address = try? sockaddr_in.inet(ip4: host, port: port) { return with(address) }
        if let address = try? sockaddr_in6.inet6(ip6: host, port: port) { return with(address) }
        throw ToolError(
            .usage,
            "'\(host)' is no numeric address. Use 127.0.0.1 for this machine only, or 0.0.0.0 for every interface.")
    }

    private func address(of server: HTTPServer) async -> String {
        switch await server.listeningAddress {
        case .ip4(_, let port)?: "http://\(host == "0.0.0.0" || host == "127.0.0.1" ? "localhost" : host):\(port)"
        case .ip6(_, let port)?: "http://[\(host)]:\(port)"
        default: "http://\(host):\(port)"
        }
    }

    private func listenError(_ error: SocketError) -> ToolError {
        guard case .failed(_, let number, let message) = error else {
            return ToolError(.listen, error.localizedDescription)
        }
        switch number {
        case EADDRINUSE:
            return ToolError(
                .listen,
                "Port \(port) is in use. Stop the program that has it (ss -ltnp shows which), or choose one with --port."
            )
        case EACCES: return ToolError(.listen, "Port \(port) needs a privilege. Choose one above 1023 with --port.")
        case EADDRNOTAVAIL:
            return ToolError(.listen, "This machine has no address \(host). Choose another with --host.")
        default: return ToolError(.listen, "Can't listen on \(host):\(port): \(message).")
        }
    }
}
