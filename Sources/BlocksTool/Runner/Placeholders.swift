// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksLocal

/// What `${…}` in an event stands for when the event is sent.
///
/// | Written | Becomes |
/// |---|---|
/// | `${code:alice}` | the newest code that was issued to `alice` |
/// | `${cookie:NAME}` | the value of a cookie in the jar |
/// | `${body:result.list[0].id}` | a member of the JSON body of the answer before |
/// | `${captured:secret}` | what an earlier expectation captured under that name |
/// | `${totp:secret}` | the code that an authenticator app with the captured secret shows now |
/// | `${totp:secret+1}` | the app's next code, for a second one within half a minute |
/// | `${passkey:options}` | the credential that a browser makes or uses for the captured options |
///
/// Any other `${…}` stays as it is.
struct Placeholders {
    /// The newest code of a user; `nil` when none was issued.
    let code: (_ username: String) -> String?
    /// The cookies so far.
    let jar: CookieJar
    /// The body of the answer before; `nil` when there was none, or none that is JSON.
    let body: JSONValue?
    /// What earlier expectations captured.
    var captures: [String: String] = [:]
    /// Where the time of one-time codes comes from.
    var clock: WallClock = .system
    /// What makes and uses passkeys; `nil` for nothing.
    var authenticator: SoftwareAuthenticator?

    /// Replaces the placeholders in every text of `value`, names of members excepted.
    func fill(_ value: JSONValue) throws(ToolError) -> JSONValue {
        switch value {
        case .string(let text): return .string(try fill(text))
        case .array(let elements):
            var filled: [JSONValue] = []
            for element in elements { filled.append(try fill(element)) }
            return .array(filled)
        case .object(let members):
            var filled = JSONObject()
            for (key, member) in members { filled[key] = try fill(member) }
            return .object(filled)
        default: return value
        }
    }

    /// Replaces the placeholders in `text`.
    func fill(_ text: String) throws(ToolError) -> String {
        var filled = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            filled += rest[..<start.lowerBound]
            let tail = rest[start.upperBound...]
            if let end = tail.firstIndex(of: "}"), let replacement = try replacement(for: tail[..<end]) {
                filled += replacement
                rest = tail[tail.index(after: end)...]
            } else {
                filled += "${"
                rest = tail
            }
        }
        return filled + rest
    }

    private func replacement(for inner: Substring) throws(ToolError) -> String? {
        guard let colon = inner.firstIndex(of: ":") else { return nil }
        let argument = String(inner[inner.index(after: colon)...])
        switch inner[..<colon] {
        case "code":
            guard let code = code(argument) else {
                throw ToolError(
                    .event,
                    "No code has been issued to '\(argument)' yet. Run the event that asks for one first, in the same command."
                )
            }
            return code
        case "cookie":
            guard let value = jar[argument] else {
                throw ToolError(
                    .event,
                    "The cookie jar has no '\(argument)'. Run the event that sets it first, in the same command.")
            }
            return value
        case "body":
            guard let value = body.flatMap({ JSONPath(argument).value(in: $0) }) else {
                throw ToolError(
                    .event,
                    "The answer before has no '\(argument)' in its body. Look at what it printed, and name a member of that."
                )
            }
            return Self.insertion(value)
        case "captured": return Self.insertion(.string(try captured(argument)))
        case "totp": return try oneTimeCode(argument)
        case "passkey": return Self.insertion(.string(try credential(argument)))
        default: return nil
        }
    }

    private func captured(_ name: String) throws(ToolError) -> String {
        guard let text = captures[name] else {
            throw ToolError(
                .event,
                "Nothing was captured as '\(name)'. Run the event whose expectation captures it first, in the same command."
            )
        }
        return text
    }

    /// The code of the app whose secret was captured as `argument`, which may end in `+1` for the one after.
    private func oneTimeCode(_ argument: String) throws(ToolError) -> String {
        let isNext = argument.hasSuffix("+1")
        let name = isNext ? String(argument.dropLast(2)) : argument
        guard let secret = Base32.decode(try captured(name)) else {
            throw ToolError(.event, "What was captured as '\(name)' is no secret of an authenticator app (base32).")
        }
        let step = TOTP.step(at: clock.now().seconds)
        return TOTP.code(secret: SymmetricKey(secret), step: isNext ? step &+ 1 : step)
    }

    /// The JSON text of what a browser answers to the options of a ceremony that were captured as `name`.
    private func credential(_ name: String) throws(ToolError) -> String {
        let options = try captured(name)
        guard let credential = try? authenticator?.credential(for: options) else {
            throw ToolError(.event, "What was captured as '\(name)' is no options of a passkey's registration or use.")
        }
        return String(decoding: credential.encoded(), as: UTF8.self)
    }

    /// A text goes in as the inside of a JSON string, since bodies are JSON; anything else as its JSON text.
    private static func insertion(_ value: JSONValue) -> String {
        guard case .string(let text) = value else {
            return PrettyJSON(style: Style(isOn: false), longestText: .max).text(value)
        }
        return String(PrettyJSON.quote(text).dropFirst().dropLast())
    }
}

/// Codes, cookies and captured secrets are what they stand for.
extension Placeholders: Withheld {}
