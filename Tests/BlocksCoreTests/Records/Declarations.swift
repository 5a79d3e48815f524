// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport

/// What is wrong with an application that `build` declares; `""` when nothing is.
func mistake(_ build: (AppBuilder) throws -> Void) -> String {
    do {
        _ = try AppHarness(build: build)
        return ""
    } catch {
        return error.message
    }
}

/// Everything that printing, debugging or dumping `value` shows.
func printed(_ value: Any) -> String {
    var dumped = ""
    dump(value, to: &dumped)
    return "\(value) \(String(reflecting: value)) \(dumped)"
}
