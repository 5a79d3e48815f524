// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// An HTTP request as it came in over the socket.
struct InboundRequest: Sendable {
    /// The method, in upper case.
    var method: String
    /// The path, not decoded.
    var path: String
    /// The text after `?`, not decoded; `""` when there is none.
    var query: String = ""
    /// Header lines in the case they were sent.
    var headers: [(name: String, value: String)] = []
    /// The body, empty when there is none.
    var body: [UInt8] = []
    /// The numeric address of the peer.
    var peer: String = "127.0.0.1"
    /// The port that was reached.
    var port: UInt16 = 0
    /// `http` or `https`.
    var scheme: String = "http"

    /// The values of the header called `name`, in any case.
    func values(of name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }
}

/// Cookies and passwords are in it.
extension InboundRequest: Withheld {}
