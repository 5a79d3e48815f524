// SPDX-License-Identifier: Apache-2.0

import BlocksLocal

extension IssuedCode {
    /// The line that tells a developer what the user would have received.
    var announcement: String {
        let kind =
            switch purpose {
            case .signUp: "sign-up"
            case .resetPassword: "password-reset"
            case .mfa: "sign-in"
            case .attribute: "verification"
            }
        let lines = [subject.map { "  subject: \($0)" }, message.map { "  message: \($0)" }].compactMap { $0 }
        return (["\(kind) code for \(username): \(code)"] + lines).joined(separator: "\n")
    }
}
