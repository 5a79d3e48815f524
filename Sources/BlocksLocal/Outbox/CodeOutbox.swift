// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The codes that the local user pools have sent, newest last.
///
/// It remembers the newest code of each user, also across restarts: each pool appends to `codes.jsonl` in its folder.
public final class CodeOutbox: Sendable {
    private struct Contents {
        var last: IssuedCode?
        var newest: [String: IssuedCode] = [:]
    }

    private let contents = Mutex(Contents())

    init() {}

    /// The code sent last, to whomever; `nil` before the first.
    public func last() -> IssuedCode? {
        contents.withLock { $0.last }
    }

    /// The newest code of the user named `username`, for whatever purpose; `nil` when there is none.
    ///
    /// A code stays here when it is used or expires: this is what was sent, not what is still good.
    public func newest(for username: String) -> IssuedCode? {
        contents.withLock { $0.newest[username] }
    }

    func record(_ code: IssuedCode) {
        contents.withLock {
            $0.last = code
            $0.newest[code.username] = code
        }
    }
}
