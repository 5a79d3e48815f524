// SPDX-License-Identifier: Apache-2.0

/// The platform's way to reach the user pool that an auth block declares.
public struct CognitoServiceProvider: Sendable {
    private let body: @Sendable (UserPoolConfiguration) throws -> any CognitoService

    /// A provider that asks `make` for each declared pool.
    public init(_ make: @escaping @Sendable (UserPoolConfiguration) throws -> any CognitoService) {
        body = make
    }

    /// The service behind one declared pool.
    ///
    /// Throws `ConfigurationError` when the pool is not configured; it is called at start, never for a request.
    public func make(_ configuration: UserPoolConfiguration) throws -> any CognitoService {
        try body(configuration)
    }
}
