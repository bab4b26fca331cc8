extension UnsafeMutableBufferPointer {
    /// Moves the element that belongs at `index` in sorted order there, nothing greater before it and nothing less behind it
    /// (C. A. R. Hoare's algorithm 65, Find).
    @inline(__always)
    func partition(around index: Int, by isLess: (Element, Element) -> Bool) {
        var (left, right) = (startIndex, endIndex - 1)
        while left < right {
            let pivot = middle(self[left], self[(left + right) / 2], self[right], isLess)
            var (low, high) = (left, right)
            repeat {
                while isLess(self[low], pivot) { low += 1 }
                while isLess(pivot, self[high]) { high -= 1 }
                if low <= high {
                    swapAt(low, high)
                    low += 1
                    high -= 1
                }
            } while low <= high
            if high < index { left = low }
            if index < low { right = high }
        }
    }

    private func middle(_ a: Element, _ b: Element, _ c: Element, _ isLess: (Element, Element) -> Bool) -> Element {
        if isLess(a, b) { return isLess(b, c) ? b : isLess(a, c) ? c : a }
        return isLess(a, c) ? a : isLess(b, c) ? c : b
    }
}
