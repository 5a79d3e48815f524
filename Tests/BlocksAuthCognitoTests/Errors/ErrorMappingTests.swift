// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCrypto

/// Spec auth-methods §2 and known weakness A2.
struct ErrorMappingTests {
    @Test(arguments: AuthErrorName.allCases.filter { $0 != .internalError })
    func `every documented name keeps name and text`(name: AuthErrorName) {
        let error = ErrorMapping.apiError(
            ofCognito: AWSError(name: name.rawValue, message: "Text of Cognito", status: 400))
        let expected: (Int, Bool) =
            switch name.rawValue {
            case "NotAuthenticatedException", "NotAuthorizedException": (401, false)
            case "RecentSignInRequiredException": (403, false)
            case "UserNotFoundException", "ResourceNotFoundException": (404, false)
            case "UsernameExistsException": (409, false)
            case "LimitExceededException", "TooManyRequestsException", "TooManyFailedAttemptsException": (429, false)
            case "CodeMismatchException", "EnableSoftwareTokenMFAException", "InvalidParameterException",
                "InvalidPasswordException":
                (400, true)
            default: (400, false)
            }
        #expect(
            error
                == ApiError("Text of Cognito", status: expected.0, name: name.rawValue, retriable: expected.1))
    }

    @Test func `an empty text becomes the name`() {
        let error = ErrorMapping.apiError(ofCognito: AWSError(name: "ExpiredCodeException"))
        #expect(error.message == "ExpiredCodeException")
    }

    @Test func `a name nobody documented keeps its name and none of its text`() {
        let error = ErrorMapping.apiError(
            ofCognito: AWSError(name: "BrandNewException", message: "arn:aws:secret", status: 400))
        #expect(error == ApiError("The request was refused.", status: 400, name: "BrandNewException"))
    }

    @Test(arguments: [
        (
            AWSError(name: "TimeoutError", message: "10.0.0.1", kind: .transport), 503, "ServiceUnavailableException",
            true
        ),
        (
            AWSError(name: "NetworkError", message: "10.0.0.1", kind: .transport), 503, "ServiceUnavailableException",
            true
        ),
        (AWSError(name: "ExpiredToken", message: "arn", kind: .credentials), 500, "InternalErrorException", false),
        (AWSError(name: "X", message: "<html>", kind: .malformedResponse), 503, "ServiceUnavailableException", true),
        (AWSError(name: "X", kind: .deadline), 503, "ServiceUnavailableException", true),
        (AWSError(name: "Whatever", message: "arn", status: 502), 503, "ServiceUnavailableException", true),
        (AWSError(name: "InternalErrorException", message: "arn", status: 500), 503, "InternalErrorException", true),
        (
            AWSError(name: "AccessDeniedException", message: "arn:aws:iam", status: 400), 500, "InternalErrorException",
            false
        ),
        (
            AWSError(name: "UnrecognizedClientException", message: "key", status: 400, kind: .credentials), 500,
            "InternalErrorException", false
        ),
        (
            AWSError(
                name: "NotAuthorizedException", message: "SecretHash does not match for the client: key", status: 400,
                kind: .credentials), 500, "InternalErrorException", false
        ),
        (
            AWSError(name: "ThrottlingException", message: "arn", kind: .throttled), 429, "TooManyRequestsException",
            false
        ),
    ])
    func `failures of service, network and access carry a fixed text`(
        error: AWSError, status: Int, name: String, retriable: Bool
    ) {
        let mapped = ErrorMapping.apiError(ofCognito: error)
        #expect(ErrorMapping.apiError(for: error as any Error) == mapped)
        #expect(mapped.status == status)
        #expect(mapped.name == name)
        #expect(mapped.retriable == retriable)
        for secret in ["arn", "10.0.0.1", "key", "<html>"] { #expect(!mapped.message.contains(secret)) }
        #expect(mapped.cause as? AWSError == error)
    }

    @Test func `pool and client ids stay out of replies`() {
        let text = "User pool client 3n4b5urk1ft4fl3mg5e62d9ado does not exist."
        let mapped = ErrorMapping.apiError(ofCognito: AWSError(name: "ResourceNotFoundException", message: text))
        #expect(mapped == ApiError("Resource not found", status: 404, name: "ResourceNotFoundException"))
    }

    @Test(arguments: [KVStoreError.unavailable("x"), .corrupt("x"), .itemTooLarge()])
    func `a failing store is a retriable 503`(error: KVStoreError) {
        #expect(ErrorMapping.apiError(for: error) == .unavailable(cause: error))
    }

    @Test(arguments: [AppSettingError.unavailable("x"), .corrupt("x")])
    func `a failing setting is a retriable 503`(error: AppSettingError) {
        #expect(ErrorMapping.apiError(for: error) == .unavailable(cause: error))
    }

    @Test(arguments: [
        CryptoError(.invalidKey, "x") as any Error, CancellationError(),
        EncodingError.invalidValue("x", .init(codingPath: [], debugDescription: "x")),
        DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "x")),
    ])
    func `a mistake of the program is no outage`(error: any Error) {
        #expect(ErrorMapping.apiError(for: error) == nil)
    }

    @Test func `a method and a form let a mistake of the program through`() async throws {
        let random = SecureRandom { _ throws(CryptoError) in throw CryptoError(.invalidKey, "no bytes") }
        let fixture = try AuthFixture<Pool>(random: random)
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        await #expect(throws: CryptoError.self) {
            try await fixture.auth.signIn("alice", "pw", context: fixture.context())
        }
        let input = AuthActionInput(["action": "signIn", "username": "alice", "password": "pw"])
        await #expect(throws: CryptoError.self) { try await fixture.auth.setAuthState(input, fixture.context()) }
    }

    @Test func `an ApiError passes as it is`() {
        let error = ApiError("m", status: 418, name: "Teapot")
        #expect(ErrorMapping.apiError(for: error) == error)
    }
}
