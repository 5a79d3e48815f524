// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// The cookies that a browser would hold after the answers so far.
///
/// One site is assumed: domain, path and `Secure` are not consulted. `Max-Age` decides whether a cookie stays, since the
/// application sends no `Expires`.
struct CookieJar: Sendable {
    private(set) var cookies: [(name: String, value: String)] = []

    /// The value of the cookie called `name`; `nil` when there is none.
    subscript(_ name: String) -> String? {
        cookies.first { $0.name == name }?.value
    }

    /// Cookies as `name=value`, in the order in which they were first set.
    var pairs: [String] {
        cookies.map { "\($0.name)=\($0.value)" }
    }

    /// Takes one `Set-Cookie` of an answer: replaces, adds or removes the cookie of that name.
    mutating func receive(_ cookie: ReceivedCookie) {
        let index = cookies.firstIndex { $0.name == cookie.name }
        if let age = cookie["max-age"], (Int(age) ?? 1) <= 0 {
            if let index { cookies.remove(at: index) }
        } else if let index {
            cookies[index].value = cookie.value
        } else {
            cookies.append((cookie.name, cookie.value))
        }
    }
}

extension CookieJar: Withheld {}
