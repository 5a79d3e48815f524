// SPDX-License-Identifier: Apache-2.0

public import Testing

/// One thing that every user pool must do.
public struct CognitoServiceCase: Sendable, CustomTestStringConvertible {
    /// What it must do, as a sentence.
    public let name: String
    /// Who is not asked, and why: what it lacks, or does otherwise than Cognito's documentation says.
    public let exclusions: [CognitoServiceBed.Implementation: String]
    /// Checks it on a fresh pool.
    public let body: @Sendable (CognitoServiceBed) async throws -> Void

    /// A case; `exclusions` says who is not asked and why.
    init(
        _ name: String, except exclusions: [CognitoServiceBed.Implementation: String] = [:],
        _ body: @escaping @Sendable (CognitoServiceBed) async throws -> Void
    ) {
        self.name = name
        self.exclusions = exclusions
        self.body = body
    }

    /// The sentence.
    public var testDescription: String { name }

    /// Every case.
    public static let all =
        signUp + confirmation + signIn + secondFactor + sessions + account + groups + lifecycle + listing

    /// The cases that `implementation` is asked.
    public static func cases(for implementation: CognitoServiceBed.Implementation) -> [CognitoServiceCase] {
        all.filter { $0.exclusions[implementation] == nil }
    }

    /// How many cases `implementation` is asked, and why not the others.
    public static func coverage(of implementation: CognitoServiceBed.Implementation) -> String {
        let left = all.compactMap { test in
            test.exclusions[implementation].map { "  not asked: \(test.name): \($0)" }
        }
        return
            (["CognitoService suite: \(implementation.rawValue) \(all.count - left.count) of \(all.count) cases"]
            + left).joined(separator: "\n")
    }
}
