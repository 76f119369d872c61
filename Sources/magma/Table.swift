/// Lines of columns, as wide as their widest cell; the last one is not padded.
enum Table {
    static func text(_ rows: [[String]], limit: Int = 60) -> String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<max(0, count - 1)).map { column in
            min(limit, rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0)
        }
        return rows.reduce(into: "") { text, row in
            for (column, cell) in row.enumerated() {
                text += cell
                guard column + 1 < row.count else { continue }
                text += String(repeating: " ", count: max(2, widths[column] - cell.count + 2))
            }
            text += "\n"
        }
    }
}
