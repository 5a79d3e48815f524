// SPDX-License-Identifier: Apache-2.0

/// Reproducible numbers from a seed and the number of a run (wyrand, Wang Yi 2020); not for secrets.
struct FuzzRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64, run: UInt64) {
        state = seed &* 0x2D35_8DCC_AA6C_78A5 ^ run &* 0x8BB8_4B93_962E_ACC9
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0xA076_1D64_78BD_642F
        let (high, low) = state.multipliedFullWidth(by: state ^ 0xE703_7ED1_A0B4_28DB)
        return high ^ low
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &self) }

    mutating func chance(_ one: Int) -> Bool { below(one) == 0 }

    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }
}
