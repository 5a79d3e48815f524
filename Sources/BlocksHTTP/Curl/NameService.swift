// SPDX-License-Identifier: Apache-2.0

import CCurl

/// The system's look-up of host names.
public enum NameService {
    private static let status = ccurl_prepare_names()

    /// Makes a static executable look names up with what it has built in; call it before the first look-up of one's own.
    ///
    /// libcurl's look-ups need no call: its start includes this one.
    public static func prepare() {
        _ = status
    }
}
