//! A number in a table of comma-separated values: `column` of the last row, or `row.column` of the last row
//! whose first cell is `row`.

use csv::{ReaderBuilder, StringRecord};

use super::{Look, keys, not_a_number};
use crate::suggest::closest;
use crate::text::Span;

/// A file as rows under a header.
pub(super) struct Rows {
    header: Row,
    rows: Vec<Row>,
}

struct Row {
    cells: Vec<String>,
    span: Span,
}

impl Rows {
    /// Reads a file, or says where it is broken. Without a delimiter, a header with `;` and no `,` decides.
    pub(super) fn read(text: &str, delimiter: Option<u8>) -> Result<Self, (Span, String)> {
        let first = text.lines().next().unwrap_or_default();
        let guess = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter.unwrap_or(guess))
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        let mut record = StringRecord::new();
        loop {
            let start = offset(&reader);
            match reader.read_record(&mut record) {
                Ok(true) => rows.push(Row {
                    cells: record.iter().map(|cell| cell.trim().to_owned()).collect(),
                    span: trimmed(text, start, offset(&reader)),
                }),
                Ok(false) => break,
                Err(_) => return Err((Span::at(start), "this row cannot be read".to_owned())),
            }
        }
        if rows.is_empty() {
            return Err((Span::at(0), "the file is empty".to_owned()));
        }
        let header = rows.remove(0);
        Ok(Rows { header, rows })
    }

    /// What stands at a pointer.
    pub(super) fn look(&self, pointer: &str) -> Look {
        let (keys, is_dotted) = keys(pointer);
        let whole = keys.join(if is_dotted { "." } else { "/" });
        if let Some(column) = self.column(&whole) {
            return self.cell(column, self.rows.last());
        }
        // A dot may belong to the row or to the column, so every dot is tried.
        let splits = (1..keys.len()).map(|at| (keys[..at].join("."), keys[at..].join(".")));
        let mut miss = None;
        for (row, name) in splits {
            match self.column(&name) {
                Some(column) => {
                    let found = self.rows.iter().rfind(|other| other.cells.first() == Some(&row));
                    if found.is_some() {
                        return self.cell(column, found);
                    }
                    miss = Some(self.no_row(&row));
                }
                None => miss = miss.or_else(|| Some(self.no_column(&name))),
            }
        }
        miss.unwrap_or_else(|| self.no_column(&whole))
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.header.cells.iter().position(|cell| cell == name)
    }

    fn cell(&self, column: usize, row: Option<&Row>) -> Look {
        let name = &self.header.cells[column];
        if self.header.cells.iter().filter(|cell| *cell == name).count() > 1 {
            return Look::Broken(self.header.span, format!("there are two columns `{name}`"));
        }
        let Some(row) = row else {
            return Look::Broken(self.header.span, "there is no row under the header".to_owned());
        };
        let written = row.cells.get(column).map_or("", String::as_str);
        match written.parse::<f64>() {
            Ok(number) if number.is_finite() => Look::Number(number, row.span),
            _ => Look::NotANumber(row.span, not_a_number(written)),
        }
    }

    fn no_column(&self, name: &str) -> Look {
        let meant = closest(name, self.header.cells.iter().map(String::as_str)).map(str::to_owned);
        Look::NoKey { key: name.to_owned(), at: self.header.span, meant }
    }

    fn no_row(&self, name: &str) -> Look {
        let names = self.rows.iter().filter_map(|row| row.cells.first());
        let meant = closest(name, names.map(String::as_str)).map(str::to_owned);
        Look::NoKey { key: name.to_owned(), at: self.header.span, meant }
    }
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
