//! Goes through everything that a text holds, in order.
//! Trees and sections in; every heading, link, picture and citation out, to a closure.

use super::section::{Body, Section};
use super::tree::{Block, BlockKind, Citation, Heading, Inline, Link};

/// What a walk meets.
#[derive(Clone, Copy)]
pub enum Met<'a> {
    /// A heading inside a text.
    Heading(&'a Heading),
    /// A link.
    Link(&'a Link),
    /// A picture.
    Image(&'a Link),
    /// A policy cited.
    Citation(&'a Citation),
}

/// Goes through blocks.
pub fn blocks<'a>(all: &'a [Block], meet: &mut dyn FnMut(Met<'a>)) {
    for block in all {
        match &block.kind {
            BlockKind::Heading(heading) => {
                meet(Met::Heading(heading));
                inlines(&heading.content, meet);
            }
            BlockKind::Paragraph(content) => inlines(content, meet),
            BlockKind::List(list) => list.items.iter().for_each(|item| blocks(&item.blocks, meet)),
            BlockKind::Quote(inner) | BlockKind::Alert(_, inner) | BlockKind::Note(inner) => blocks(inner, meet),
            BlockKind::Table(table) => {
                table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| inlines(cell, meet));
            }
            BlockKind::Definitions(list) => {
                for definition in list {
                    inlines(&definition.term, meet);
                    definition.definitions.iter().for_each(|inner| blocks(inner, meet));
                }
            }
            _ => {}
        }
    }
}

/// Goes through running text.
pub fn inlines<'a>(all: &'a [Inline], meet: &mut dyn FnMut(Met<'a>)) {
    for inline in all {
        match inline {
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
                inlines(content, meet);
            }
            Inline::Link(link) => {
                meet(Met::Link(link));
                inlines(&link.content, meet);
            }
            Inline::Image(link) => meet(Met::Image(link)),
            Inline::Citation(citation) => meet(Met::Citation(citation)),
            _ => {}
        }
    }
}

/// Goes through a section, its heading first.
pub fn section<'a>(section: &'a Section, meet: &mut dyn FnMut(Met<'a>)) {
    inlines(&section.heading, meet);
    match &section.body {
        Body::Prose(all) => blocks(all, meet),
        Body::KeyPoints(points) => {
            blocks(&points.intro, meet);
            points.points.iter().for_each(|point| blocks(point, meet));
            blocks(&points.outro, meet);
        }
        Body::Faq(faq) => {
            blocks(&faq.intro, meet);
            for question in &faq.questions {
                inlines(&question.content, meet);
                inlines(&question.basis, meet);
                blocks(&question.answer, meet);
            }
        }
        Body::Procedure(procedure) => {
            for field in [&procedure.who, &procedure.office, &procedure.fee, &procedure.basis] {
                inlines(field, meet);
            }
            blocks(&procedure.intro, meet);
            for step in &procedure.steps {
                inlines(&step.content, meet);
                blocks(&step.how, meet);
                step.materials.iter().for_each(|material| inlines(&material.content, meet));
                for field in [&step.forms, &step.basis, &step.outcome] {
                    inlines(field, meet);
                }
                blocks(&step.body, meet);
            }
            blocks(&procedure.outro, meet);
        }
        Body::Quiz(quiz) => {
            blocks(&quiz.intro, meet);
            for question in &quiz.questions {
                inlines(&question.content, meet);
                blocks(&question.body, meet);
                question.choices.iter().for_each(|choice| inlines(&choice.content, meet));
                blocks(&question.explanation, meet);
            }
        }
        Body::Exemplar(exemplar) => {
            for field in [&exemplar.gist, &exemplar.result, &exemplar.take] {
                inlines(field, meet);
            }
            blocks(&exemplar.body, meet);
        }
    }
}
