// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The answer under construction: what a handler sets beside its result.
///
/// Shared by the tasks of one invocation, hence the lock; it is never contended in practice.
public final class BlocksResponse: Sendable {
    struct State {
        var status: Int?
        var headers: [BlocksReply.Header] = []
        var cookies: [SetCookie] = []
        var body: Body?
    }

    enum Body {
        case text([UInt8])
        case json([UInt8])
    }

    private let state = Mutex(State())

    init() {}

    /// The HTTP status; 200 until a handler sets another one.
    public var status: Int {
        get { state.withLock { $0.status ?? 200 } }
        set { state.withLock { $0.status = newValue } }
    }

    /// Sets a header in place of earlier ones of that name; a name or value that could break the header block is refused.
    ///
    /// `Set-Cookie` is refused too: `setCookie` keeps several apart.
    public func setHeader(_ name: String, _ value: String) throws(ConfigurationError) {
        guard let header = BlocksReply.Header(checking: name, value), !header.isNamed("set-cookie") else {
            throw ConfigurationError("The header \(name.debugDescription) can't be sent with this value.")
        }
        state.withLock { state in
            state.headers.removeAll { $0.isNamed(name) }
            state.headers.append(header)
        }
    }

    /// Adds a cookie; one of the same name that was set earlier in this response is replaced, others stay.
    public func setCookie(_ cookie: SetCookie) {
        state.withLock { state in
            state.cookies.removeAll { $0.name == cookie.name }
            state.cookies.append(cookie)
        }
    }

    /// Makes `text` the body; the last call wins.
    ///
    /// In an RPC method it replaces the result.
    public func send(_ text: String) {
        state.withLock { $0.body = .text(Array(text.utf8)) }
    }

    /// Makes `bytes` the body as they are; the last call wins.
    public func send(bytes: [UInt8]) {
        state.withLock { $0.body = .text(bytes) }
    }

    /// Makes the JSON form of `value` the body; the last call wins.
    ///
    /// Throws what its encoding throws.
    public func send<Value: Encodable>(json value: Value) throws {
        let bytes = try JSONCoding.encode(value)
        state.withLock { $0.body = .json(bytes) }
    }

    func snapshot() -> State {
        state.withLock { $0 }
    }
}
