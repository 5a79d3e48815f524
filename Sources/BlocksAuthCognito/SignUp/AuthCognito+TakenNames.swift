// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Logging

/// What the option `concealsTakenNames` does (known weakness A18, decision 0030).
extension AuthCognito {
    /// Signs up; under a taken name the answer, and the password for the bridge, are made up where names are concealed.
    ///
    /// The id is another each time: who signs up twice gets a second one for a name that was free, too. The
    /// password that was sent would be a guess at that of the account's owner.
    func register(_ input: SignUpInput) async throws -> (output: SignUpOutput, bridged: Secret<String>) {
        do throws(AWSError) { return (try await service.signUp(input), input.password) } catch {
            guard options.concealsTakenNames, Concealment.isTaken(error) else { throw error }
            logger.info("No account made", metadata: ["reason": "\(error.name)"])
            let delivery = SignUpDecoy(input).delivery
            let size = input.password.withExposed { $0.utf8.count }
            let noise = Base64URL.encode(try random.bytes(size)).prefix(size)
            return (
                SignUpOutput(userConfirmed: false, userSub: try random.uuid(), codeDelivery: delivery),
                Secret(String(noise))
            )
        }
    }

    /// Confirms; what the refusal would tell of the account is left out.
    func confirm(_ input: ConfirmSignUpInput) async throws -> ConfirmSignUpOutput {
        do throws(AWSError) { return try await service.confirmSignUp(input) } catch {
            guard let concealed = Concealment.wrongCode(error) else { throw error }
            throw concealed
        }
    }

    /// Checks the password before the name is looked at: else a weak one would tell which names are taken.
    func checkRules(of password: Secret<String>) throws(ApiError) {
        guard options.concealsTakenNames else { return }
        let isFine = password.withExposed { options.passwordPolicy.allows($0) }
        guard isFine else { throw ApiError(.invalidPassword, "Password did not conform with policy") }
    }
}

/// Where Cognito would have sent the code of a sign-up, in the way it masks addresses.
struct SignUpDecoy {
    private let input: SignUpInput

    init(_ input: SignUpInput) { self.input = input }

    /// To the e-mail address, else to the phone number; `nil` where there is neither.
    var delivery: CodeDelivery? {
        let attributes = input.attributes
        let email = attributes.first { $0.name == "email" }?.value ?? (isAddress ? input.username : nil)
        if let email, let at = email.utf8.firstIndex(of: UInt8(ascii: "@")) {
            let domain = email[at...].dropFirst().prefix(1)
            return CodeDelivery(
                destination: "\(email.prefix(1))***@\(domain)***", deliveryMedium: "EMAIL", attributeName: "email")
        }
        let phone = attributes.first { $0.name == "phone_number" }?.value ?? (isNumber ? input.username : nil)
        guard let phone else { return nil }
        let stars = String(repeating: "*", count: max(0, phone.count - 5))
        return CodeDelivery(
            destination: "+" + stars + phone.suffix(4), deliveryMedium: "SMS", attributeName: "phone_number")
    }

    private var isAddress: Bool { input.username.utf8.contains(UInt8(ascii: "@")) }
    private var isNumber: Bool { input.username.utf8.first == UInt8(ascii: "+") }
}

extension PasswordRules {
    /// Whether Cognito would take `password`
    /// (<https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html>).
    func allows(_ password: String) -> Bool {
        var (count, upper, lower, digit, symbol) = (0, false, false, false, false)
        for scalar in password.unicodeScalars {
            count += 1
            switch scalar {
            case "A"..."Z": upper = true
            case "a"..."z": lower = true
            case "0"..."9": digit = true
            case "!"..."~": symbol = true
            default: break
            }
        }
        return (minLength...256).contains(count) && (upper || !requireUppercase) && (lower || !requireLowercase)
            && (digit || !requireDigits) && (symbol || !requireSymbols)
    }
}
