// SPDX-License-Identifier: Apache-2.0

/// How much JSON the parser accepts before it refuses.
public struct JSONLimits: Sendable, Hashable {
    /// The deepest nesting accepted, in arrays and objects; a scalar alone has depth 0.
    ///
    /// More than 512 counts as 512: code that walks a value may recurse, and this is what bounds it.
    public var maximumDepth: Int
    /// The longest text accepted, in bytes; more than 268,435,455 counts as that, the reach of a tape offset.
    public var maximumBytes: Int

    /// Makes limits; the defaults are 512 levels and 16 MiB, more than twice Lambda's largest payload.
    public init(maximumDepth: Int = 512, maximumBytes: Int = 16 * 1024 * 1024) {
        self.maximumDepth = maximumDepth
        self.maximumBytes = maximumBytes
    }

    /// 512 levels and 16 MiB.
    public static let `default` = JSONLimits()

    /// The nesting that no limit can exceed.
    static let deepest = 512

    var effectiveDepth: Int { min(maximumDepth, Self.deepest) }
    var effectiveBytes: Int { min(maximumBytes, JSONTape.longestText) }
}
