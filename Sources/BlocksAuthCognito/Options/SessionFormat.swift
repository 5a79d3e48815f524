// SPDX-License-Identifier: Apache-2.0

/// How sessions are kept in the table and named in the cookie (decision 0023).
public enum SessionFormat: String, Sendable, CaseIterable {
    /// Sealed records under hashed ids of 256 bits, and cookies with the prefix `__Host-` off loopback hosts.
    case sealed
    /// The reference's layout, byte for byte, for a table that a running TypeScript backend reads and writes too.
    case compatible
}
