// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import Synchronization

/// Stage 3: the key of one scope, derived from the secret one, and what it signs.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>, step 4
struct SigningKey: Sendable {
    private let key: SymmetricKey

    /// Derives the key of `scope`.
    init(_ secret: Secret<String>, scope: CredentialScope) {
        let start = secret.withExposed { SymmetricKey(Array("AWS4\($0)".utf8)) }
        key = [scope.day, scope.region, scope.service, "aws4_request"].reduce(start) { key, part in
            SymmetricKey(HMAC.sha256(Array(part.utf8), key: key))
        }
    }

    /// Appends the signature of `text`, 64 hexadecimal digits, to `output`.
    func appendSignature(of text: StringToSign, to output: inout [UInt8]) {
        Hex.append(HMAC.sha256(text.text, key: key), to: &output)
    }
}

/// The scope and key used last, since they serve every request of a day.
final class SigningKeyCache: Sendable {
    private struct Entry {
        let secret: Secret<String>
        let scope: CredentialScope
        let key: SigningKey
    }

    private let region: String
    private let service: String
    private let last = Mutex<Entry?>(nil)

    init(region: String, service: String) {
        self.region = region
        self.service = service
    }

    /// The scope and key of the day that `date`, in the basic format of ISO 8601, begins with.
    func key(_ secret: Secret<String>, date: String) -> (scope: CredentialScope, key: SigningKey) {
        last.withLock { last in
            if let last, date.utf8.starts(with: last.scope.day.utf8), Self.areEqual(last.secret, secret) {
                return (last.scope, last.key)
            }
            let scope = CredentialScope(date: date, region: region, service: service)
            let key = SigningKey(secret, scope: scope)
            last = Entry(secret: secret, scope: scope, key: key)
            return (scope, key)
        }
    }

    private static func areEqual(_ a: Secret<String>, _ b: Secret<String>) -> Bool {
        a.withExposed { a in b.withExposed { b in constantTimeEquals(a, b) } }
    }
}
