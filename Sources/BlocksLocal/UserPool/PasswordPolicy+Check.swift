// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

extension PasswordPolicy {
    /// The longest password accepted, in characters, as Cognito's.
    static let maximumLength = 256

    /// What `password` lacks, as one sentence with every item (local-mode §6); `nil` when it lacks nothing.
    func violation(of password: String) -> String? {
        let scalars = password.unicodeScalars
        let items: [(Bool, String)] = [
            (scalars.count >= minimumLength, "at least \(minimumLength) characters"),
            (!requireUppercase || scalars.contains { "A"..."Z" ~= $0 }, "an uppercase letter"),
            (!requireLowercase || scalars.contains { "a"..."z" ~= $0 }, "a lowercase letter"),
            (!requireNumbers || scalars.contains { "0"..."9" ~= $0 }, "a digit"),
            (!requireSymbols || scalars.contains(where: Self.isSymbol), "a symbol"),
        ]
        let missing = items.filter { !$0.0 }.map(\.1)
        return missing.isEmpty ? nil : "Password must contain " + missing.joined(separator: ", ")
    }

    private static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "A"..."Z", "a"..."z", "0"..."9": false
        default: true
        }
    }
}
