// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import Testing

@testable import BlocksLocal

@Suite struct PasswordPolicyTests {
    @Test(arguments: [
        ("Pw0!abc", "at least 8 characters"),
        ("passw0rd!", "an uppercase letter"),
        ("PASSW0RD!", "a lowercase letter"),
        ("Password!", "a digit"),
        ("Passw0rds", "a symbol"),
        ("abc", "at least 8 characters, an uppercase letter, a digit, a symbol"),
        ("", "at least 8 characters, an uppercase letter, a lowercase letter, a digit, a symbol"),
        ("ÄÖÜ-äöü-٣٤", "an uppercase letter, a lowercase letter, a digit"),
    ])
    func `a weak password is told everything it lacks`(password: String, lacks: String) {
        #expect(PasswordPolicy().violation(of: password) == "Password must contain " + lacks)
    }

    @Test(arguments: ["Passw0rd!", "aA1 aaaa", "Пароль aA1", "aA1👩‍👩‍👧‍👦xxx"])
    func `a password with all classes lacks nothing`(password: String) {
        #expect(PasswordPolicy().violation(of: password) == nil)
    }

    @Test func `a class that is not required is not asked for`() {
        let relaxed = PasswordPolicy(
            minimumLength: 6, requireUppercase: false, requireLowercase: false, requireNumbers: false,
            requireSymbols: false)
        #expect(relaxed.violation(of: "abcde") == "Password must contain at least 6 characters")
        #expect(relaxed.violation(of: "abcdef") == nil)
    }
}
