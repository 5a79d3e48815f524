// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// The region that services are called in.
enum AWSRegion {
    /// `AWS_REGION`, which Lambda sets, else `AWS_DEFAULT_REGION`.
    ///
    /// Throws `ConfigurationError` when neither is set or the value cannot be part of a host name.
    static func resolve(_ environment: [String: String]) throws(ConfigurationError) -> String {
        for variable in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
            guard let region = environment[variable], !region.isEmpty else { continue }
            guard isValid(region) else {
                throw ConfigurationError("\(variable) is not the name of a region.", setting: variable)
            }
            return region
        }
        throw ConfigurationError("Set AWS_REGION to the region of the tables and parameters.", setting: "AWS_REGION")
    }

    /// Whether `text` is one label of a host name: a region never redirects calls to another host.
    static func isValid(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}
