package import Imaging

/// What a page of pictures of a validation shows: one plane with what is true and what was found.
package struct ValidationScene: Sendable {
    /// What truth and result are.
    package enum Content: Sendable, Equatable {
        /// Classes from 1; 0 in the truth is not annotated.
        case classes(count: Int)
        /// Objects from 1, 0 is background; `matched` has the object of the result for each of the truth that is found.
        case objects(matched: [UInt32: UInt32])
    }

    /// What becomes of a pixel in the picture of the disagreement; the larger number is seen where several fall together.
    package enum Verdict: UInt32, CaseIterable {
        case right = 1
        /// In objects of both that are not each other's.
        case otherObject
        /// Another class; or an object of the truth where nothing was found.
        case wrong
        /// An object where there is none.
        case extra
    }

    /// Width and height.
    let size: ImageSize
    /// The pixels, one entry a channel.
    let channels: [PixelValues]
    let truth: [UInt32]
    let result: [UInt32]
    let content: Content

    /// A plane of that width and height.
    ///
    /// - Precondition: each channel, truth and result have a number a pixel.
    package init(size: ImageSize, channels: [PixelValues], truth: [UInt32], result: [UInt32], content: Content) {
        precondition(truth.count == size.pixelCount && result.count == size.pixelCount)
        self.size = ImageSize(width: size.width, height: size.height)
        (self.channels, self.truth, self.result, self.content) = (channels, truth, result, content)
    }

    /// The verdict on each pixel, by its number; 0 where there is nothing to say.
    var verdicts: [UInt32] {
        zip(truth, result).map { truth, result in
            switch content {
            case .classes:
                return truth == 0 ? 0 : (truth == result ? Verdict.right : .wrong).rawValue
            case .objects(let matched):
                if truth == 0 { return result == 0 ? 0 : Verdict.extra.rawValue }
                if result == 0 { return Verdict.wrong.rawValue }
                return (matched[truth] == result ? Verdict.right : .otherObject).rawValue
            }
        }
    }
}
