package import Settings

extension BatchRun {
    /// Says for each image what `run` would do and why; nothing is computed or written.
    ///
    /// An image whose file was touched or copied is read for its digest, as `run` does, before that can be told.
    package func preview(
        _ items: [Item],
        isStopped: () -> Bool = { false },
        tell: (Item, RecipeSettings, ImagePreview) -> Void
    ) async {
        for item in items where !isStopped() {
            let previews =
                await processor.preview(
                    item.path,
                    in: item.folder,
                    policy: .redo,
                    scope: scope,
                    asksForWriters: true
                )
                ?? item.folder.recipes.map { _ in ImagePreview(.postponed(Self.noImage(item.path))) }
            for (recipe, preview) in zip(item.folder.recipes, previews) { tell(item, recipe, preview) }
        }
    }
}
