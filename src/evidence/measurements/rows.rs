//! A number in a table of comma-separated values: `column` of the last row, or `row.column` of the last row
//! whose first cell is `row`.

use std::cell::OnceCell;

use csv::{ReaderBuilder, StringRecord};

use super::{Guesses, Look, keys, not_a_number};
use crate::limits;
use crate::order;
use crate::text::Span;

/// A file as rows under a header. A row of few letters takes few bytes here, since there may be a million of them.
pub(super) struct Rows {
    /// The text of all cells, one behind the other, without the space around each.
    text: String,
    /// Where each cell ends in it.
    ends: Vec<u32>,
    /// Each row, the header first.
    rows: Vec<Row>,
    /// The cells of the header, and the rows under it by their first cell: sorted when they are first asked for.
    columns: OnceCell<Vec<u32>>,
    named: OnceCell<Vec<u32>>,
    guesses: Guesses,
}

/// How many cells stand before and in a row, and its bytes in the file.
struct Row {
    before: u32,
    cells: u32,
    span: Span,
}

impl Rows {
    /// Reads a file, or says where it is broken. Without a delimiter, a header with `;` and no `,` decides.
    pub(super) fn read(text: &str, delimiter: Option<u8>) -> Result<Self, (Span, String)> {
        let first = text.lines().next().unwrap_or_default();
        let guess = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
        let delimiter = delimiter.unwrap_or(guess);
        let most = limits::NODES.most;
        let is_large = |count: usize| count > most;
        // A row of millions of cells is not even begun.
        if is_large(text.bytes().filter(|byte| *byte == delimiter).count()) {
            return Err((Span::at(0), format!("this file has more than {most} cells")));
        }
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut read = Rows::empty();
        let mut record = StringRecord::new();
        loop {
            let start = offset(&reader);
            match reader.read_record(&mut record) {
                Ok(true) => read.push(&record, trimmed(text, start, offset(&reader))),
                Ok(false) => break,
                Err(_) => return Err((Span::at(start), "this row cannot be read".to_owned())),
            }
            if is_large(read.ends.len()) {
                return Err((Span::at(start), format!("this file has more than {most} cells")));
            }
        }
        if read.rows.is_empty() {
            return Err((Span::at(0), "the file is empty".to_owned()));
        }
        Ok(read)
    }

    fn empty() -> Self {
        let (columns, named) = (OnceCell::new(), OnceCell::new());
        let (text, ends, rows) = (String::new(), Vec::new(), Vec::new());
        Rows { text, ends, rows, columns, named, guesses: Guesses::default() }
    }

    fn push(&mut self, record: &StringRecord, span: Span) {
        let before = position(self.ends.len());
        for cell in record {
            self.text.push_str(cell.trim());
            self.ends.push(position(self.text.len()));
        }
        self.rows.push(Row { before, cells: position(self.ends.len()) - before, span });
    }

    /// What stands at a pointer.
    pub(super) fn look(&self, pointer: &str) -> Look {
        let (keys, is_dotted) = keys(pointer);
        let whole = keys.join(if is_dotted { "." } else { "/" });
        if let Some(column) = self.column(&whole) {
            return self.look_in(column, self.rows[1..].last());
        }
        // A dot may belong to the row or to the column, so every dot is tried.
        let splits = (1..keys.len()).map(|at| (keys[..at].join("."), keys[at..].join(".")));
        let mut miss = None;
        for (row, name) in splits {
            match self.column(&name) {
                Some(column) => {
                    let found = self.row(&row);
                    if found.is_some() {
                        return self.look_in(column, found);
                    }
                    miss = Some(self.no_row(&row));
                }
                None => miss = miss.or_else(|| Some(self.no_column(&name))),
            }
        }
        miss.unwrap_or_else(|| self.no_column(&whole))
    }

    /// A cell of a row, from 0.
    fn cell(&self, row: &Row, at: u32) -> Option<&str> {
        let at = (row.before + at) as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        (at < (row.before + row.cells) as usize).then(|| &self.text[start as usize..self.ends[at] as usize])
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        (0..self.rows[0].cells).map(|at| self.title(at))
    }

    fn title(&self, column: u32) -> &str {
        self.cell(&self.rows[0], column).unwrap_or_default()
    }

    fn first(&self, row: u32) -> &str {
        self.cell(&self.rows[row as usize], 0).unwrap_or_default()
    }

    /// The positions of the columns of a name.
    fn columns(&self, name: &str) -> &[u32] {
        let sorted = self.columns.get_or_init(|| {
            let mut columns: Vec<u32> = (0..self.rows[0].cells).collect();
            order::by_key(&mut columns, |column| self.title(*column));
            columns
        });
        equal(sorted, name, |column| self.title(column))
    }

    fn column(&self, name: &str) -> Option<u32> {
        self.columns(name).first().copied()
    }

    /// The last row that begins with a name.
    fn row(&self, name: &str) -> Option<&Row> {
        let sorted = self.named.get_or_init(|| {
            let mut rows: Vec<u32> = (1..position(self.rows.len())).collect();
            order::by_key(&mut rows, |row| self.first(*row));
            rows
        });
        equal(sorted, name, |row| self.first(row)).last().map(|row| &self.rows[*row as usize])
    }

    fn look_in(&self, column: u32, row: Option<&Row>) -> Look {
        let (header, name) = (self.rows[0].span, self.title(column));
        if self.columns(name).len() > 1 {
            return Look::Broken(header, format!("there are two columns `{name}`"));
        }
        let Some(row) = row else {
            return Look::Broken(header, "there is no row under the header".to_owned());
        };
        let written = self.cell(row, column).unwrap_or_default();
        match written.parse::<f64>() {
            Ok(number) if number.is_finite() => Look::Number(number, row.span),
            _ => Look::NotANumber(row.span, not_a_number(written)),
        }
    }

    fn no_column(&self, name: &str) -> Look {
        let meant = self.guesses.closest(name, self.rows[0].cells as usize, || self.names());
        Look::NoKey { key: name.to_owned(), at: self.rows[0].span, meant }
    }

    fn no_row(&self, name: &str) -> Look {
        let names = || (1..position(self.rows.len())).map(|row| self.first(row));
        let meant = self.guesses.closest(name, self.rows.len(), names);
        Look::NoKey { key: name.to_owned(), at: self.rows[0].span, meant }
    }
}

/// Those of sorted positions that have a name.
fn equal<'s, 't>(sorted: &'s [u32], name: &str, called: impl Fn(u32) -> &'t str) -> &'s [u32] {
    let start = sorted.partition_point(|at| called(*at) < name);
    let end = start + sorted[start..].partition_point(|at| called(*at) == name);
    &sorted[start..end]
}

/// No file that is read is so large that its positions need more.
fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn offset(reader: &csv::Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).unwrap_or(usize::MAX)
}

/// The bytes of a row without the line breaks around it.
fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let Some(row) = text.get(start..end.min(text.len())) else { return Span::at(0) };
    let from = row.len() - row.trim_start().len();
    Span::new(start + from, start + from + row.trim().len())
}

#[cfg(test)]
mod tests {
    use super::{Look, Rows};

    fn look(text: &str, pointer: &str) -> String {
        match Rows::read(text, None).unwrap().look(pointer) {
            Look::Number(number, span) => format!("{number} at {:?}", &text[span.range()]),
            Look::Broken(_, message) => format!("broken: {message}"),
            Look::NoKey { key, meant, .. } => format!("no {key}, {meant:?}"),
            Look::NotANumber(_, what) => what,
        }
    }

    #[test]
    fn a_column_means_its_last_row_and_a_row_is_named_by_its_first_cell() {
        let log = "epoch,loss,val.loss\r\n1,0.5,0.7\r\n2,0.25,\"0.5\"\r\n";
        assert_eq!(look(log, "loss"), "0.25 at \"2,0.25,\\\"0.5\\\"\"");
        assert_eq!(look(log, "val.loss"), "0.5 at \"2,0.25,\\\"0.5\\\"\"");
        assert_eq!(look(log, "1.val.loss"), "0.7 at \"1,0.5,0.7\"");
        let table = "metric;value\nrecall;0.61\nauc;0,83\n";
        assert_eq!(look(table, "recall.value"), "0.61 at \"recall;0.61\"");
        assert_eq!(look(table, "/recall/value"), "0.61 at \"recall;0.61\"");
        assert_eq!(look(table, "auc.value"), "\"0,83\", not a number");
    }

    #[test]
    fn what_is_missing_is_named() {
        let table = "metric,value\nrecall,0.61\nauc,\n";
        assert_eq!(look(table, "valeu"), "no valeu, Some(\"value\")");
        assert_eq!(look(table, "recal.value"), "no recal, Some(\"recall\")");
        assert_eq!(look(table, "recall.mean"), "no mean, None");
        assert_eq!(look(table, "auc.value"), "empty");
        assert_eq!(look("a,b\n", "a"), "broken: there is no row under the header");
        assert_eq!(look("a,a\n1,2\n", "a"), "broken: there are two columns `a`");
    }
}
