// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Typed access to the members of an event; `null` counts as absent, as senders use it for "none".
extension JSONView {
    /// The member as text; `nil` when absent.
    ///
    /// Throws `malformedEvent` for any other type.
    func text(_ name: StaticString) throws(LambdaError) -> String? {
        guard let member = present(name) else { return nil }
        guard let text = member.string else { throw .wrongType(name, "a string") }
        return text
    }

    /// The member as a truth value; `nil` when absent.
    ///
    /// Throws `malformedEvent` for any other type.
    func flag(_ name: StaticString) throws(LambdaError) -> Bool? {
        guard let member = present(name) else { return nil }
        guard let flag = member.bool else { throw .wrongType(name, "true or false") }
        return flag
    }

    /// The member as an object; `nil` when absent.
    ///
    /// Throws `malformedEvent` for any other type.
    func object(_ name: StaticString) throws(LambdaError) -> JSONView? {
        guard let member = present(name) else { return nil }
        guard member.kind == .object else { throw .wrongType(name, "an object") }
        return member
    }

    /// The member as an array; `nil` when absent.
    ///
    /// Throws `malformedEvent` for any other type.
    func array(_ name: StaticString) throws(LambdaError) -> JSONView? {
        guard let member = present(name) else { return nil }
        guard member.kind == .array else { throw .wrongType(name, "an array") }
        return member
    }

    /// The member, whatever its type; `nil` when absent.
    func present(_ name: StaticString) -> JSONView? {
        guard let member = self[name], !member.isNull else { return nil }
        return member
    }

    /// This element or value of the member `name` as text.
    ///
    /// Throws `malformedEvent` for any other type.
    func textItem(of name: StaticString) throws(LambdaError) -> String {
        guard let text = string else { throw .wrongType(name, "made of strings") }
        return text
    }
}

extension LambdaError {
    static func wrongType(_ name: StaticString, _ type: String) -> LambdaError {
        LambdaError(.malformedEvent, "the event's '\(name)' must be \(type)")
    }

    static func missing(_ name: StaticString) -> LambdaError {
        LambdaError(.malformedEvent, "the event has no '\(name)'")
    }
}
