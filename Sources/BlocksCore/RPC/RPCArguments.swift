// SPDX-License-Identifier: Apache-2.0

/// The `params` of a call, before they are bound to a method's parameters.
struct RPCArguments: Sendable {
    private let params: JSONView?

    private init(unchecked params: JSONView?) {
        self.params = params
    }

    /// Arguments of the member `params`, absent or an array or an object; `nil` for anything else.
    init?(_ params: JSONView?) {
        guard let params else {
            self.init(unchecked: nil)
            return
        }
        guard params.kind == .array || params.kind == .object else { return nil }
        self.init(unchecked: params)
    }

    /// The argument of parameter number `index` of `names`; `nil` when it is missing.
    ///
    /// An array binds by position and may be longer than needed. An object binds by the declared names; if it has none of them, its
    /// values count in the order sent, for clients of the reference, which ignores names.
    func argument(_ index: Int, of names: [String]) -> JSONView? {
        guard let params else { return nil }
        guard params.kind == .object else { return params[index] }
        guard names.indices.contains(index) else { return nil }
        if names.contains(where: { params[key: $0] != nil }) { return params[key: names[index]] }
        return params.members.dropFirst(index).first { _ in true }?.value
    }

    /// The argument decoded as `Value`; a missing one decodes as `null` does, so that an optional parameter gets `nil`.
    func decode<Value: Decodable>(
        _ type: Value.Type, at index: Int, of names: [String]
    ) throws(RPCError) -> Value {
        let name = names.indices.contains(index) ? names[index] : "\(index)"
        guard let argument = argument(index, of: names) else {
            if let optional = type as? any ExpressibleByNilLiteral.Type,
                let absent = optional.init(nilLiteral: ()) as? Value
            {
                return absent
            }
            throw .invalidParameter(name, "is missing")
        }
        // The commonest parameter needs no decoder.
        if type == String.self, let text = argument.string as? Value { return text }
        do {
            return try argument.decode(type)
        } catch {
            throw .invalidParameter(name, "has the wrong type")
        }
    }
}

/// Arguments are passwords and codes too.
extension RPCArguments: Withheld {}
