import Imaging

/// Connected components on the host, in APOC's numbering; the reference of the device's.
enum HostLabelling {
    /// The label image of the foreground, which is every pixel of `mask` that is not 0.
    ///
    /// Pixels are visited column by column, so that the smallest provisional number of an object belongs to its first
    /// pixel in APOC's order; two provisional numbers that meet are joined under the smaller one.
    static func label(_ mask: Mask) -> LabelImage {
        label(mask.bytes(rows: 0..<mask.size.height * mask.size.depth), size: mask.size)
    }

    static func label(_ mask: [UInt8], size: ImageSize) -> LabelImage {
        let width = size.width
        var labels = [UInt32](repeating: 0, count: size.pixelCount)
        var parents: [UInt32] = [0]
        func root(_ number: UInt32) -> UInt32 {
            var number = number
            while parents[Int(number)] != number {
                parents[Int(number)] = parents[Int(parents[Int(number)])]
                number = parents[Int(number)]
            }
            return number
        }
        for x in 0..<width {
            for y in 0..<size.height where mask[y * width + x] != 0 {
                let left = x > 0 ? labels[y * width + x - 1] : 0
                let above = y > 0 ? labels[(y - 1) * width + x] : 0
                var number = max(left, above)
                if number == 0 {
                    number = UInt32(parents.count)
                    parents.append(number)
                } else if left != 0 && above != 0 {
                    let (a, b) = (root(left), root(above))
                    number = min(a, b)
                    parents[Int(max(a, b))] = number
                }
                labels[y * width + x] = number
            }
        }
        var numbers = [UInt32](repeating: 0, count: parents.count)
        var count: UInt32 = 0
        for number in 1..<max(parents.count, 1) where parents[number] == number {
            count += 1
            numbers[number] = count
        }
        for index in labels.indices where labels[index] != 0 {
            labels[index] = numbers[Int(root(labels[index]))]
        }
        return LabelImage(size: size, labels: labels, count: Int(count))
    }
}
