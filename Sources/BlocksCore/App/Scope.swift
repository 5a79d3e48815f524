// SPDX-License-Identifier: Apache-2.0

/// Where a block lives: tables, settings, variables and cookies are named after its full id.
///
/// Full ids join the ids on the way from the stack to the block with `-`: `my-stack-my-app-auth` (locally, without the stack).
public struct Scope {
    /// The application being built.
    public let app: AppBuilder
    /// The ids down to this scope joined with `-`, with the stack's name first on AWS.
    public let fullID: String
    /// The ids below the outermost scope, down to this one: the beginning of its routes' paths.
    let idsBelowOutermost: [String]

    /// What the application stands on.
    public var platform: Platform { app.platform }

    /// A scope below this one; an id outside `[A-Za-z0-9-]` is reported when the app is complete.
    public func scope(_ id: String) -> Scope {
        app.checkID(id)
        return Scope(app: app, fullID: "\(fullID)-\(id)", idsBelowOutermost: idsBelowOutermost + [id])
    }

    /// Registers the block `id` of the given `kind` below this scope and returns its full id.
    ///
    /// Throws when another block has that full id, or one whose environment variables would have the same names.
    public func claim(_ id: String, kind: String) throws(ConfigurationError) -> String {
        app.checkID(id)
        let full = "\(fullID)-\(id)"
        try app.claim(full, kind: kind)
        return full
    }

    /// The full id as it stands in environment variables: upper case, `_` for everything outside `A–Z` and `0–9`.
    public static func environmentName(_ fullID: String) -> String {
        String(
            decoding: fullID.utf8.map { byte -> UInt8 in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"): byte & 0xDF
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
                default: UInt8(ascii: "_")
                }
            }, as: UTF8.self)
    }
}
