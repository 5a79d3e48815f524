// SPDX-License-Identifier: Apache-2.0

/// A part of AWS with names of its own: the commercial regions, China, and the government's.
struct Partition: Sendable, Equatable {
    /// What service hosts end with.
    let dnsSuffix: String

    /// The partition a region belongs to, by the region's prefix.
    init(region: String) {
        dnsSuffix = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
    }
}
