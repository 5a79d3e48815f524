// SPDX-License-Identifier: Apache-2.0

#if STATIC_BOOTSTRAP
// Stands in for the one function of the regex engine's module that HTTPTypes refers to, by its mangled name: linking the
// real one would bring the engine along, a megabyte that nothing runs. Decision record 0013-no-regex-engine.

extension Collection where Element: Equatable {
    @_silgen_name(
        "$sSl17_StringProcessingSQ7ElementRpzrlE5split9separator9maxSplits25omittingEmptySubsequencesSay11SubSequenceQzGqd___SiSbtSlRd__ABQyd__ACRSlF"
    )
    func split<Separator: Collection>(
        separator: Separator, maxSplits: Int, omittingEmptySubsequences: Bool
    ) -> [SubSequence] where Separator.Element == Element {
        var parts: [SubSequence] = []
        var splits = 0
        var start = startIndex
        var index = startIndex
        while index != endIndex, splits < maxSplits {
            guard let end = self.end(of: separator, at: index) else {
                formIndex(after: &index)
                continue
            }
            if start != index || !omittingEmptySubsequences {
                parts.append(self[start..<index])
                splits += 1
            }
            start = end
            index = end
        }
        if start != endIndex || !omittingEmptySubsequences { parts.append(self[start...]) }
        return parts
    }

    /// Where `text` ends if it begins at `index`; `nil` if it doesn't, or is empty.
    private func end(of text: some Collection<Element>, at index: Index) -> Index? {
        var end = index
        for element in text {
            guard end != endIndex, self[end] == element else { return nil }
            formIndex(after: &end)
        }
        return end == index ? nil : end
    }
}
#endif
