// Some documents with what is known of them but their text.
UNWIND $ids AS id
MATCH (d:Document {id: id})
RETURN d.id AS id, d.title AS title, d.doc_no AS doc_no, d.kind AS kind, d.issued AS issued, d.published AS published,
       d.effective_from AS effective_from, d.effective_until AS effective_until,
       d.consultation_until AS consultation_until, d.status AS status, d.trial AS trial, d.level AS level,
       d.jurisdiction AS jurisdiction, d.source AS source, d.unread AS unread
