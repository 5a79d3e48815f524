// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
    /// Whether `text` is somewhere in this one, compared byte by byte; an empty one is.
    ///
    /// The standard library's `contains(_:)` for texts would link the regex engine: a megabyte of `bootstrap` (decision record 0013).
    package func includes(_ text: some StringProtocol) -> Bool {
        var rest = utf8[...]
        let wanted = text.utf8
        while !rest.starts(with: wanted) {
            guard rest.popFirst() != nil else { return false }
        }
        return true
    }
}
