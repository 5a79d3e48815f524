// SPDX-License-Identifier: Apache-2.0

public import BlocksHTTP
import Synchronization

/// A transport that answers from a script and remembers what it was sent.
public final class RecordingTransport: HTTPTransport {
    /// One scripted outcome.
    public typealias Outcome = Result<InboundResponse, TransportError>

    private struct State {
        var script: [Outcome]
        var requests: [OutboundRequest] = []
    }

    private let state: Mutex<State>

    /// A transport whose first request meets the first outcome, and so on; beyond the script every request fails with `other`.
    public init(_ script: [Outcome]) {
        state = Mutex(State(script: script))
    }

    /// A transport that answers with the given responses.
    public convenience init(_ responses: InboundResponse...) {
        self.init(responses.map { .success($0) })
    }

    /// What was sent, in order.
    public var requests: [OutboundRequest] { state.withLock { $0.requests } }

    /// The bodies that were sent, as text.
    public var bodies: [String] { requests.map { String(decoding: $0.body, as: UTF8.self) } }

    /// Takes the next outcome.
    public func send(_ request: OutboundRequest) async throws(TransportError) -> InboundResponse {
        let outcome = state.withLock { state -> Outcome in
            state.requests.append(request)
            guard !state.script.isEmpty else { return .failure(TransportError(.other, detail: "the script has ended")) }
            return state.script.removeFirst()
        }
        return try outcome.get()
    }
}

extension InboundResponse {
    /// A JSON answer.
    public static func json(
        _ body: String, status: Int = 200, headers: [(name: String, value: String)] = []
    ) -> InboundResponse {
        InboundResponse(status: status, headers: headers, body: Array(body.utf8))
    }

    /// An error as AWS JSON services send it.
    public static func awsError(
        _ name: String, status: Int = 400, message: String = "", headers: [(name: String, value: String)] = []
    ) -> InboundResponse {
        json(#"{"__type":"\#(name)","message":"\#(message)"}"#, status: status, headers: headers)
    }
}

extension OutboundRequest {
    /// The value of the first field of that name, in any case; `nil` when there is none.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
